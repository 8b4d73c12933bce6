// The rules that keep the notebook element in shape: who may import whom, and what no file may do with data.
import parser from '@babel/eslint-parser';

/** What each folder of the element may import of the others. The files beside the folders may import all. */
const MAY = {
  model: [],
  keys: ['model'],
  sync: ['model'],
  ui: ['model'],
  editor: ['model', 'ui'],
  grid: ['model', 'ui', 'keys'],
  cell: ['model', 'ui'],
  page: ['model', 'ui', 'keys', 'cell'],
};

const ELEMENT = 'src/main/frontend/spoor-notebook';

const arrows = Object.entries(MAY).map(([folder, others]) => ({
  files: [`${ELEMENT}/${folder}/**/*.ts`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            regex: others.length === 0 ? '^\\.\\./' : `^\\.\\./(?!(${others.join('|')})/)`,
            message: `${folder} may import ${others.length === 0 ? 'nothing else' : others.join(', ')}.`,
          },
          ...(folder === 'model' ? [{ regex: '^[^.]', message: 'The model needs no library.' }] : []),
        ],
      },
    ],
  },
}));

export default [
  { ignores: ['**/generated/**'] },
  {
    files: ['src/**/*.ts'],
    languageOptions: {
      parser,
      parserOptions: { requireConfigFile: false, babelOptions: { babelrc: false, configFile: false, parserOpts: { plugins: ['typescript'] } } },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      'no-unreachable': 'error',
      'no-fallthrough': 'error',
      'no-self-compare': 'error',
      'no-duplicate-imports': 'off',
      'no-control-regex': 'off',
      'no-console': 'error',
      'no-debugger': 'error',
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
      'no-script-url': 'error',
    },
  },
  ...arrows,
  {
    files: [`${ELEMENT}/model/**/*.ts`],
    rules: {
      'no-restricted-globals': ['error', 'document', 'window', 'localStorage', 'sessionStorage', 'fetch', 'setTimeout', 'setInterval', 'WebSocket', 'navigator', 'location'],
    },
  },
  {
    files: ['src/main/frontend/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: 'Identifier[name=/^(innerHTML|outerHTML|insertAdjacentHTML|unsafeHTML|unsafeSVG|createContextualFragment)$/]', message: 'Data is never parsed as HTML.' },
        { selector: "MemberExpression[object.name='document'][property.name='write']", message: 'Data is never parsed as HTML.' },
        { selector: 'TemplateElement[value.raw=/\\sstyle=/]', message: 'The policy of the page refuses style attributes.' },
        { selector: "CallExpression[callee.property.name='setAttribute'][arguments.0.value='style']", message: 'The policy of the page refuses style attributes.' },
        { selector: "Identifier[name='styleMap']", message: 'The policy of the page refuses style attributes.' },
      ],
    },
  },
];
