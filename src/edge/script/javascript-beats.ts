/** Places in the shared memory by which a worker tells how far it is. */
export const RECORDS = 0;
export const REQUESTS = 1;
