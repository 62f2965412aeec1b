/** Where everybody may have a mailbox: such a domain says nothing about whom somebody works for. */
export const PUBLIC_MAIL: readonly string[] = `
126.com 139.com 163.com 188.com aim.com alice.it aliyun.com aol.com arcor.de bellsouth.net
bigpond.com bk.ru bluewin.ch bol.com.br btinternet.com charter.net comcast.net cox.net
duck.com earthlink.net email.com email.it fastmail.com fastmail.fm foxmail.com free.fr
freenet.de gmail.com gmx.at gmx.ch gmx.com gmx.de gmx.es gmx.fr gmx.net googlemail.com hanmail.net
hey.com hotmail.be hotmail.co.uk hotmail.com hotmail.com.ar hotmail.com.br hotmail.de hotmail.es
hotmail.fr hotmail.it hushmail.com icloud.com ig.com.br inbox.com inbox.ru interia.pl iol.pt juno.com
laposte.net libero.it list.ru live.be live.cl live.co.uk live.com live.com.ar live.com.mx live.de
live.fr live.it live.nl lycos.com mac.com mail.com mail.de mail.ru mailbox.org mailfence.com
me.com msn.com nate.com naver.com neuf.fr o2.pl onet.pl online.de orange.es orange.fr outlook.be
outlook.com outlook.com.ar outlook.com.br outlook.cl outlook.de outlook.es outlook.fr outlook.it
outlook.jp outlook.pt posteo.de proton.me protonmail.ch protonmail.com pm.me qq.com rambler.ru
rediffmail.com riseup.net rocketmail.com runbox.com sapo.pt sbcglobal.net seznam.cz sfr.fr shaw.ca
sina.com sky.com sohu.com startmail.com t-online.de talktalk.net telefonica.net terra.com
terra.com.br terra.es tiscali.it tuta.com tuta.io tutamail.com tutanota.com ukr.net uol.com.br
verizon.net virgilio.it virginmedia.com vodafone.it wanadoo.es wanadoo.fr web.de wp.pl
ya.com ya.ru yahoo.ca yahoo.co.id yahoo.co.in yahoo.co.jp yahoo.co.uk yahoo.com yahoo.com.ar
yahoo.com.br yahoo.com.mx yahoo.de yahoo.es yahoo.fr yahoo.it yandex.com yandex.ru ymail.com
yopmail.com zoho.com
`
  .trim()
  .split(/\s+/)
