import type { Context, Run } from './context.ts';
import {
  createCustomer,
  deleteCustomer,
  listAll,
  retrieveCustomer,
  updateCustomer,
} from './customer-operations.ts';
import {
  CUSTOMER_CREATE,
  CUSTOMER_LIST,
  CUSTOMER_SEARCH,
  CUSTOMER_UPDATE,
  EXPAND_ONLY,
  NOTHING,
  TAX_ID_CREATE,
  TAX_ID_LIST,
} from './customer-params.ts';
import type { HashParam } from './params.ts';
import { searchCustomers } from './search.ts';
import { createTaxId, deleteTaxId, listTaxIds, retrieveTaxId } from './tax-ids.ts';
import type { Json } from './types.ts';

export interface Operation {
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: readonly string[];
  readonly permission: string;
  readonly params: HashParam;
  readonly run: Run;
}

const READ = 'rak_customer_read';
const WRITE = 'rak_customer_write';

/** Every operation that the sandbox knows, fixed words before path parameters. */
export const OPERATIONS: readonly Operation[] = [
  get('customer.list', 'v1/customers', READ, CUSTOMER_LIST, listAll),
  get('customer.search', 'v1/customers/search', READ, CUSTOMER_SEARCH, searchCustomers),
  get('customer.retrieve', 'v1/customers/:customer', READ, EXPAND_ONLY, retrieveCustomer),
  post('customer.create', 'v1/customers', CUSTOMER_CREATE, createCustomer),
  post('customer.update', 'v1/customers/:customer', CUSTOMER_UPDATE, updateCustomer),
  drop('customer.delete', 'v1/customers/:customer', deleteCustomer),
  get('tax_id.list', 'v1/customers/:customer/tax_ids', READ, TAX_ID_LIST, listTaxIds),
  get(
    'tax_id.retrieve',
    'v1/customers/:customer/tax_ids/:tax_id',
    READ,
    EXPAND_ONLY,
    retrieveTaxId,
  ),
  post('tax_id.create', 'v1/customers/:customer/tax_ids', TAX_ID_CREATE, createTaxId),
  drop('tax_id.delete', 'v1/customers/:customer/tax_ids/:tax_id', deleteTaxId),
  get('balance.retrieve', 'v1/balance', 'rak_balance_read', EXPAND_ONLY, balance),
  get('account.retrieve', 'v1/account', 'rak_account_read', EXPAND_ONLY, account),
];

export interface Routed {
  readonly operation: Operation;
  readonly ids: { readonly [name: string]: string };
}

/** The operation of a method and a path without its query; undefined when there is none. */
export function routeOperation(method: string, path: string): Routed | undefined {
  const parts = path.split('/').slice(1);
  for (const operation of OPERATIONS) {
    if (operation.method !== method || operation.path.length !== parts.length) continue;
    const ids: { [name: string]: string } = {};
    const fits = operation.path.every((word, at) => {
      const part = parts[at] as string;
      if (!word.startsWith(':')) return word === part;
      ids[word.slice(1)] = decodeURIComponent(part);
      return part !== '';
    });
    if (fits) return { operation, ids };
  }
  return undefined;
}

function get(
  name: string,
  path: string,
  permission: string,
  params: HashParam,
  run: Run,
): Operation {
  return { name, method: 'GET', path: path.split('/'), permission, params, run };
}

function post(name: string, path: string, params: HashParam, run: Run): Operation {
  return { name, method: 'POST', path: path.split('/'), permission: WRITE, params, run };
}

function drop(name: string, path: string, run: Run): Operation {
  return { name, method: 'DELETE', path: path.split('/'), permission: WRITE, params: NOTHING, run };
}

function balance({ caller }: Context): () => Json {
  const amount = [{ amount: 0, currency: 'usd', source_types: { card: 0 } }];
  return () => ({
    object: 'balance',
    available: amount,
    pending: amount,
    livemode: caller.livemode,
  });
}

function account({ partition }: Context): () => Json {
  return () => ({
    id: partition.account,
    object: 'account',
    charges_enabled: true,
    country: 'US',
    default_currency: 'usd',
    details_submitted: true,
    email: null,
    payouts_enabled: true,
    settings: { dashboard: { display_name: 'Sandbox', timezone: 'Etc/UTC' } },
    type: 'standard',
  });
}
