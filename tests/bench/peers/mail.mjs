// mail.mjs COUNT BYTES: a durable queue (pg-boss on PostgreSQL) and nodemailer over 16 connections.
// PEER_DATABASE is the server's URL, PEER_SMTP_PORT the sink's port. Prints one JSON object.
import fs from 'node:fs';
import nodemailer from 'nodemailer';
import pg from 'pg';
import { PgBoss } from 'pg-boss';

const [count, bytes] = process.argv.slice(2).map(Number);
const connectionString = process.env.PEER_DATABASE;
const transport = nodemailer.createTransport({
  host: '127.0.0.1', port: Number(process.env.PEER_SMTP_PORT), secure: false, ignoreTLS: true,
  pool: true, maxConnections: 16, maxMessages: Infinity,
});
const sentence = 'Dear applicant, the results of your session are due. ';
const text = sentence.repeat(Math.ceil(bytes / sentence.length)).slice(0, bytes)
  .replace(/(.{70})/g, '$1\n');
const send = (job) => transport.sendMail({
  from: 'keste@example.kz', to: job.to, subject: `Results of application ${job.application}`, text,
});
const seconds = () => performance.now() / 1e3;

const boss = new PgBoss({ connectionString, max: 20, supervise: false, schedule: false });
boss.on('error', (error) => console.error(error.message));
await boss.start();
await boss.createQueue('mail');
for (let first = 0; first < count; first += 1000) {
  const some = Math.min(1000, count - first);
  await boss.insert('mail', Array.from({ length: some }, (_, i) => (
    { data: { to: `applicant-${first + i}@example.kz`, application: first + i } })));
}

const begun = seconds();
let done = 0;
let finish;
const finished = new Promise((resolve) => { finish = resolve; });
const options = {
  batchSize: 100, localConcurrency: 4, pollingIntervalSeconds: 0.5, burstWhenBatchFull: true,
};
await boss.work('mail', options, async (jobs) => {
  await Promise.all(jobs.map((job) => send(job.data)));
  done += jobs.length;
  if (done >= count) finish();
});
await finished;
const pool = new pg.Pool({ connectionString, max: 1 });
const open = "SELECT count(*)::int AS open FROM pgboss.job WHERE name = 'mail' "
  + "AND state <> 'completed'";
while ((await pool.query(open)).rows[0].open > 0) {
  await new Promise((resolve) => setTimeout(resolve, 5));
}
const took = seconds() - begun;
const peak = /VmHWM:\s+(\d+)/.exec(fs.readFileSync('/proc/self/status', 'utf8'))[1];
console.log(JSON.stringify({ per_second: count / took, peak_kb: Number(peak) }));
process.exit(0);
