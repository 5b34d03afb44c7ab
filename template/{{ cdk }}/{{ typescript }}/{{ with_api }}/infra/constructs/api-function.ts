/** A function behind the API. */
import type { Construct } from 'constructs';
import type { Api } from './api.ts';
import { type FunctionProps, ServiceFunction } from './service-function.ts';

export interface ApiFunctionProps extends FunctionProps {
  readonly api: Api;
  /** Like GET /items/{id}. */
  readonly route: string;
}

/** Answers one route. */
export class ApiFunction extends ServiceFunction {
  constructor(scope: Construct, id: string, props: ApiFunctionProps) {
    super(scope, id, props);
    const [method = '', path = ''] = props.route.split(' ');
    props.api.lead(method, path, this.function);
  }
}
