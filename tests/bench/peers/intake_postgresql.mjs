// intake_postgresql.mjs PORT URL: durable intake as a small service in Node would do it on
// PostgreSQL: Fastify over pg, all that waits in one statement. Answers 201 after the commit.
import Fastify from 'fastify';
import pg from 'pg';

const [, , port, url] = process.argv;
const columns = ['iin', 'surname', 'given_name', 'patronymic', 'email', 'phone', 'language',
  'test', 'city', 'session'];
const database = new pg.Client({ connectionString: url });
await database.connect();
await database.query(`CREATE TABLE applications (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, received_at BIGINT NOT NULL,
  ${columns.map((column) => `${column} TEXT NOT NULL${column === 'iin' ? ' UNIQUE' : ''}`)})`);
const figures = { commits: 0, accepted: 0 };
// A statement has 65,535 parameters at most.
const atOnce = 1000;

let waiting = [];
let writing = false;

async function flush() {
  writing = true;
  while (waiting.length > 0) {
    const group = waiting.splice(0, atOnce);
    const width = columns.length + 1;
    const rows = group.map((_, i) =>
      `(${Array.from({ length: width }, (_, j) => `$${i * width + j + 1}`)})`);
    const { rows: made } = await database.query({
      name: `insert${group.length}`,
      text: `INSERT INTO applications (received_at, ${columns}) VALUES ${rows}
        ON CONFLICT (iin) DO NOTHING RETURNING iin, id`,
      values: group.flatMap(({ row }) => row),
    });
    const ids = new Map(made.map(({ iin, id }) => [iin, Number(id)]));
    ++figures.commits;
    figures.accepted += ids.size;
    for (const { row, resolve, reject } of group) {
      const id = ids.get(row[1]);
      if (id) resolve(id);
      else reject(new Error('applied already'));
    }
  }
  writing = false;
}

function store(body) {
  const row = [Date.now(), ...columns.map((column) => body[column] ?? '')];
  return new Promise((resolve, reject) => {
    waiting.push({ row, resolve, reject });
    if (!writing) flush();
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
