// Checks SQL with Trino's grammar, which Athena has too. Standard input is a JSON
// array of texts; standard output is one of arrays: what is wrong with each text.
//
//	echo '["SELECT 1", "SELEC 1"]' | node dist/check.mjs
import { readFileSync } from 'node:fs';
import { TrinoSQL } from 'dt-sql-parser';

const parser = new TrinoSQL();
const texts = JSON.parse(readFileSync(0, 'utf8'));
const mistakes = texts.map((text) =>
  parser.validate(text).map((m) => `line ${m.startLine}, column ${m.startColumn}: ${m.message}`),
);
process.stdout.write(JSON.stringify(mistakes) + '\n');
