// Writes ../dist from this folder: the stylesheet, GOV.UK Frontend's scripts as one ES module, the fonts, the mark
// and the licences. Run by `make assets`; the results are committed, so that running Quarterday needs no Node.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import * as sass from 'sass'
import { transformSync, buildSync } from 'esbuild'

const here = fileURLToPath(new URL('.', import.meta.url))
const dist = fileURLToPath(new URL('../dist/', import.meta.url))
const fontsource = here + 'node_modules/@fontsource/atkinson-hyperlegible-next/'
const govuk = here + 'node_modules/govuk-frontend/'

rmSync(dist, { recursive: true, force: true })
mkdirSync(dist + 'fonts', { recursive: true })

const style = sass.compile(here + 'styles/app.scss', {
  loadPaths: [here + 'styles', here + 'node_modules'],
  importers: [{
    // `govuk/...` is GOV.UK Frontend's Sass, wherever it is installed.
    findFileUrl: (url) => url.startsWith('govuk/') ? new URL(url, pathToFileURL(govuk + 'dist/')) : null
  }],
  quietDeps: true
})
writeFileSync(dist + 'app.css', transformSync(style.css, { loader: 'css', minify: true, target: 'chrome100' }).code)

buildSync({
  entryPoints: [here + 'govuk-frontend.js'],
  outfile: dist + 'govuk-frontend.js',
  nodePaths: [here + 'node_modules'],
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2020',
  legalComments: 'none'
})

for (const subset of ['latin', 'latin-ext']) {
  for (const face of ['400-normal', '400-italic', '700-normal']) {
    const file = `atkinson-hyperlegible-next-${subset}-${face}.woff2`
    cpSync(fontsource + 'files/' + file, dist + 'fonts/' + file)
  }
}
cpSync(here + 'images', dist, { recursive: true })

writeFileSync(dist + 'LICENCES.txt', [
  'What these files contain that others made, and their licences.',
  'Atkinson Hyperlegible Next (fonts/)\n\n' + readFileSync(fontsource + 'LICENSE', 'utf8').trim(),
  'GOV.UK Frontend (in app.css and govuk-frontend.js)\n\n' + readFileSync(here + 'licences/govuk-frontend.txt', 'utf8').trim()
].join('\n\n' + '-'.repeat(80) + '\n\n') + '\n')
