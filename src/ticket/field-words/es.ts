import type { FieldWords } from './words.ts'

export const es: FieldWords = {
  names: {
    subject: ['título', 'asunto'],
    department: ['departamento', 'área'],
    account: ['cuenta', 'id de cuenta', 'id de la cuenta', 'número de cuenta'],
    deployment: [
      'instalación',
      'id de instalación',
      'id de la instalación',
      'despliegue',
      'sistema',
    ],
    billing: [
      'ID de facturación',
      'facturación',
      'facturar a',
      'responsable de facturación',
      'id de responsable de facturación',
    ],
    priority: ['prioridad', 'urgencia', 'gravedad'],
    reason: ['motivo', 'razón'],
    feature: ['función', 'funcionalidad', 'característica'],
    version: ['versión'],
    build: ['compilación', 'build'],
    trunkProvider: ['proveedor de troncal', 'troncal', 'operador', 'proveedor de línea'],
    when: ['cuándo', 'desde', 'desde cuándo', 'cuándo ocurrió', 'fecha del problema'],
    numbers: ['números', 'número', 'teléfonos', 'números afectados', 'teléfonos afectados'],
    locations: [
      'sedes',
      'sede',
      'ubicaciones',
      'ubicación',
      'sedes afectadas',
      'ubicaciones afectadas',
    ],
    callType: ['tipo de llamadas', 'tipo de llamada', 'llamadas', 'llamadas afectadas'],
    wanted: ['cambio deseado', 'cambio', 'cambio solicitado'],
    wantedDate: ['fecha deseada', 'fecha solicitada', 'para cuándo', 'fecha límite'],
  },
  priorities: {
    P1: ['p1', '1', 'emergencia', 'crítica', 'crítico'],
    P2: ['p2', '2', 'urgente'],
    P3: ['p3', '3', 'estándar', 'normal'],
  },
  callTypes: {
    inbound: ['entrantes', 'entrante'],
    outbound: ['salientes', 'saliente'],
    all: ['todas', 'todos', 'ambas', 'entrantes y salientes'],
  },
}
