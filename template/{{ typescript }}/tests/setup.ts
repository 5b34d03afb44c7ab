/** Before any module of the service is imported: no test ever talks to a real AWS account. */
import { inject } from 'vitest';
import { pointAt } from '../scripts/local-aws.ts';
import { keepOutput } from './output.ts';

pointAt('http://127.0.0.1:9');
Object.assign(process.env, { POWERTOOLS_LOG_LEVEL: 'INFO' }, inject('localAws'));
keepOutput();
