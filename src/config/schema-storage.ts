import { z } from 'zod';

/** Where rejected records go; the shape of S3 is the one that Airbyte's own destinations use. */
export const storageSchema = z.discriminatedUnion('storage_type', [
  z.object({ storage_type: z.literal('None') }).meta({ title: 'None' }),
  z
    .object({
      storage_type: z.literal('Local'),
      destination_path: z.string().meta({
        title: 'Folder',
        description: 'Folder that is mounted into the container and may be written.',
        examples: ['/local/stripe-rejected'],
      }),
    })
    .meta({ title: 'Local folder' }),
  z
    .object({
      storage_type: z.literal('S3'),
      access_key_id: z.string().optional().meta({
        title: 'Access key id',
        description: 'Leave empty to use the role of the machine.',
        airbyte_secret: true,
        always_show: true,
      }),
      secret_access_key: z.string().optional().meta({
        title: 'Secret access key',
        description: 'The secret that belongs to the access key id.',
        airbyte_secret: true,
        always_show: true,
      }),
      s3_bucket_name: z.string().meta({
        title: 'Bucket',
        description: 'Name of the bucket.',
        examples: ['rejected-records'],
      }),
      s3_bucket_region: z.string().meta({
        title: 'Region',
        description: 'Region of the bucket.',
        examples: ['us-east-1', 'eu-west-1'],
      }),
      bucket_path: z
        .string()
        .default('')
        .meta({
          title: 'Path in the bucket',
          description: 'Rejected records are written below this path.',
          examples: ['stripe/'],
          always_show: true,
        }),
      s3_endpoint: z
        .string()
        .optional()
        .meta({
          title: 'Endpoint',
          description: 'Only for stores other than AWS that speak S3.',
          examples: ['https://storage.example.com:9000'],
        }),
    })
    .meta({ title: 'S3' }),
]);
