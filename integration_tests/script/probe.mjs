// Runs where the Python interpreter would, and tries as JavaScript what Python must not reach.
import { spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { Session } from 'node:inspector';
import { connect, createServer } from 'node:net';
import { WASI } from 'node:wasi';
import { Worker } from 'node:worker_threads';

const settled = (emitter, good) =>
  new Promise((resolve, reject) => emitter.once('error', reject).once(good, resolve));
const attempts = {
  read: () => readFileSync('/etc/passwd'),
  list: () => readdirSync('/'),
  write: () => writeFileSync('/tmp/destination-stripe-probe', 'x'),
  spawn: () => {
    const { error } = spawnSync('ls');
    if (error) throw error;
  },
  worker: () => new Worker('0', { eval: true }),
  wasi: () => new WASI({ version: 'preview1' }),
  addon: () => process.dlopen({ exports: {} }, '/lib/none.node'),
  inspector: () => new Session().connect(),
  connect: () => settled(connect(9, '127.0.0.1'), 'connect'),
  listen: () => settled(createServer().listen(0), 'listening'),
  datagram: () => settled(createSocket('udp4').bind(0), 'listening'),
  fetch: () => fetch('http://127.0.0.1:9/'),
  code: () => new Function('return 1')(),
  environment: () => {
    if (Object.keys(process.env).length === 0) throw new Error('empty');
  },
};
const outcome = {};
for (const [name, attempt] of Object.entries(attempts)) {
  try {
    await attempt();
    outcome[name] = 'reached';
  } catch (error) {
    outcome[name] = error.cause?.code ?? error.code ?? error.name;
  }
}
process.stdout.write(JSON.stringify(outcome));
process.exit(0);
