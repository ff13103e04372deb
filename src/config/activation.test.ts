import { describe, expect, it } from 'vitest';
import type { CatalogStream } from '../model/catalog.ts';
import { activationPipeline } from './activation.ts';

const STREAM: CatalogStream = {
  name: 'users',
  namespace: undefined,
  primaryKey: [['email']],
  destinationSyncMode: 'append_dedup',
  destinationObjectName: 'customer',
};

const withKey = (...primaryKey: readonly (readonly string[])[]) =>
  activationPipeline({ ...STREAM, primaryKey });

describe('activationPipeline', () => {
  it('maps every column and leaves the policies at their defaults', () => {
    expect(activationPipeline(STREAM)).toEqual({
      name: 'users → customer',
      description: '',
      enabled: true,
      stream: 'users',
      filter: { type: 'none' },
      matching: [{ property: 'email', field: 'email' }],
      onKeyConflict: 'reject',
      exportMode: 'create_and_update',
      duplicateProfiles: 'use_first',
      duplicateCustomers: 'reject',
      emptyValues: 'keep',
      transformation: { type: 'activation' },
    });
  });

  it('stays within its namespace', () => {
    const { name, namespace } = { name: 'public.users → customer', namespace: 'public' };
    expect(activationPipeline({ ...STREAM, namespace })).toMatchObject({ name, namespace });
  });

  it.each([
    ['append', 'create_only'],
    ['append_dedup', 'create_and_update'],
    ['overwrite', 'create_and_update'],
    ['update', 'update_only'],
  ])('%s is %s', (destinationSyncMode, exportMode) => {
    expect(activationPipeline({ ...STREAM, destinationSyncMode })).toMatchObject({ exportMode });
  });

  it.each([
    [['id'], 'id', 'id'],
    [['phone'], 'phone', 'phone'],
    [['metadata_user_id'], 'metadata_user_id', 'metadata.user_id'],
    [['metadata.user_id'], '["metadata.user_id"]', 'metadata.user_id'],
    [['metadata', 'user_id'], 'metadata.user_id', 'metadata.user_id'],
  ])('matches by %j', (key, property, field) => {
    expect(withKey(key)).toMatchObject({ matching: [{ property, field }] });
  });

  it.each([{ destinationObjectName: 'Customer' }, { destinationObjectName: 'CUSTOMER' }])(
    'reads the object in any case',
    (change) => {
      expect(activationPipeline({ ...STREAM, ...change })).toMatchObject({ stream: 'users' });
    },
  );

  it.each<Partial<CatalogStream>>([
    { destinationObjectName: 'invoice' },
    { destinationSyncMode: 'soft_delete' },
    { destinationSyncMode: 'toString' },
    { primaryKey: [] },
    { primaryKey: [['email'], ['phone']] },
    { primaryKey: [['metadata']] },
    { primaryKey: [['address_city']] },
    { primaryKey: [['user_id']] },
  ])('refuses %j', (change) => {
    expect(activationPipeline({ ...STREAM, ...change })).toMatchObject([
      { code: 'destination_object_unknown', pointer: '' },
    ]);
  });
});
