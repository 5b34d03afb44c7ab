/** Your own resources. This file is yours: no update touches it. */
import type { Stack } from 'aws-cdk-lib';
import type { Service } from './service.ts';

/**
 * Add what only this service has; `_service` has its functions, tables and queues.
 *
 * A parameter that is used loses its underscore.
 */
export function extend(_stack: Stack, _service: Service): void {}
