// intake.mjs PORT DATABASE: durable intake as a small service in Node would do it: Fastify over
// node:sqlite, with group commit made by hand. Answers 201 after the commit is on disk.
import Fastify from 'fastify';
import { DatabaseSync } from 'node:sqlite';

const [, , port, file] = process.argv;
const columns = ['iin', 'surname', 'given_name', 'patronymic', 'email', 'phone', 'language',
  'test', 'city', 'session'];
const database = new DatabaseSync(file);
database.exec('PRAGMA journal_mode = WAL');
database.exec('PRAGMA synchronous = FULL');
database.exec(`CREATE TABLE applications (
  id INTEGER PRIMARY KEY, received_at INTEGER NOT NULL, iin TEXT NOT NULL UNIQUE,
  surname TEXT NOT NULL, given_name TEXT NOT NULL, patronymic TEXT NOT NULL, email TEXT NOT NULL,
  phone TEXT NOT NULL, language TEXT NOT NULL, test TEXT NOT NULL, city TEXT NOT NULL,
  session TEXT NOT NULL)`);
const insert = database.prepare(
  `INSERT INTO applications (received_at, ${columns}) VALUES (?${', ?'.repeat(columns.length)})`);
const begin = database.prepare('BEGIN IMMEDIATE');
const commit = database.prepare('COMMIT');
const figures = { commits: 0, accepted: 0 };

let waiting = [];

function flush() {
  const group = waiting;
  waiting = [];
  const answers = [];
  begin.run();
  for (const { row, resolve, reject } of group) {
    try {
      const id = Number(insert.run(...row).lastInsertRowid);
      answers.push(() => resolve(id));
      ++figures.accepted;
    } catch (error) {
      answers.push(() => reject(error));
    }
  }
  commit.run();
  ++figures.commits;
  for (const answer of answers) answer();
}

function store(body) {
  const row = [Date.now(), ...columns.map((column) => body[column] ?? '')];
  return new Promise((resolve, reject) => {
    if (waiting.push({ row, resolve, reject }) === 1) setImmediate(flush);
  });
}

const text = { type: 'string', maxLength: 254 };
const schema = {
  body: {
    type: 'object',
    required: [...columns.filter((column) => column !== 'patronymic'), 'consent'],
    properties: {
      ...Object.fromEntries(columns.map((column) => [column, text])),
      iin: { type: 'string', pattern: '^[0-9]{12}$' },
      consent: { const: true },
    },
  },
};
const service = Fastify({ logger: false });
service.post('/api/v1/applications', { schema }, async (request, reply) => {
  const id = await store(request.body);
  reply.code(201);
  return { id };
});
service.get('/figures', async () => figures);
await service.listen({ host: '127.0.0.1', port: Number(port) });
