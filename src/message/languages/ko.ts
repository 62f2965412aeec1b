import type { Language } from './language.ts'

export const ko: Language = {
  reply: ['회신', '답장', '답글', '답변'],
  forward: ['전달', 'Fw'],
  on: [],
  wrote: ['작성', '님이 작성', '님이 씀', '님이 작성한 메시지', '썼습니다', '씀', '쓴 글'],
  from: ['보낸 사람', '보낸사람', '발신인', '발신자'],
  sent: ['보낸 날짜', '날짜', '보낸날짜', '보냄', '일시'],
  to: ['받는 사람', '받는사람', '수신인', '수신자'],
  cc: ['참조', '참조인'],
  subject: ['제목'],
  original: ['원본 메시지', '원본 메일', '원본 이메일', 'Original Message', '원래 메시지'],
  forwarded: ['전달된 메시지', '전달된 메일', 'Forwarded message', '전달 메시지', '전달된 이메일'],
  sentFrom: [
    '나의 iPhone에서 보냄',
    '내 iPhone에서 보냄',
    '나의 Galaxy에서 보냄',
    'iPhone에서 보냄',
    'Outlook for',
    '나의 iPad에서 보냄',
  ],
  away: ['자동 회신', '자동 응답', '부재중', '부재 중', '휴가', '자동회신'],
}
