// Prints "path:line name<TAB>lines" for every named function of the TypeScript files it is given.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const ts = createRequire(new URL('../../web/package.json', import.meta.url))('typescript');

function nameOf(node) {
  if (node.name) return node.name.getText();
  return ts.isVariableDeclaration(node.parent) ? node.parent.name.getText() : undefined;
}

for (const path of process.argv.slice(2)) {
  const text = readFileSync(path, 'utf8');
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const line = (position) => file.getLineAndCharacterOfPosition(position).line + 1;
  const visit = (node) => {
    const name = ts.isFunctionLike(node) && node.body ? nameOf(node) : undefined;
    if (name) {
      const first = line(node.getStart());
      console.log(`${path}:${first} ${name}\t${line(node.end) - first + 1}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
}
