// Rows to look at: believable ones, a long set, and hostile ones.

const CALM = [
  ['09:38:52.104', 'WS-0142', 'k.lund', 'net use \\\\srv_dc01\\c$ /user:adm_peter adminpw', 'C.7f31a9e20b4d5c68'],
  ['09:40:16.870', 'WS-0142', 'k.lund', 'C:\\Users\\k.lund\\AppData\\Local\\Temp\\lolbin.exe /s srv_fs02 /u svc_iis /p Winter26', 'C.7f31a9e20b4d5c68'],
  ['09:41:07.218', 'WS-0142', 'k.lund', 'schtasks /Create /SC minute /mo 5 /TN WindowsUpdateCheck /TR C:/Perflog/m.exe /ru system /s srv_dc01 /u adm_peter /p adminpw', 'C.7f31a9e20b4d5c68'],
  ['09:46:30.002', 'srv_dc01', 'SYSTEM', 'C:/Perflog/m.exe -i 5 /s 10.96.20.20', 'C.02bd64f0aa17c3e9'],
  ['10:02:11.549', 'srv_fs02', 'svc_iis', 'schtasks /Run /S srv_fs02 /TN OneDriveSync', 'C.c18e77aa30f25b14'],
  ['11:05:33.417', 'srv_web03', 'svc_iis', 'cmd.exe /c whoami /all & schtasks /Query /S srv_dc01', 'C.91d0e3b748ac60f2'],
  ['13:52:08.960', 'WS-0142', 'k.lund', 'schtasks /Query /S srv_dc01 /TN WindowsUpdateCheck /V /FO list', 'C.7f31a9e20b4d5c68'],
];

const COLUMNS = ['UtcTime', 'Hostname', 'User', 'CommandLine', 'ClientId'];

export function calm(count) {
  return {
    columns: COLUMNS.map((name) => ({ name })),
    row: (i) => {
      const row = CALM[i % CALM.length];
      return [`2026-11-24 ${row[0]}`, ...row.slice(1)];
    },
    count,
  };
}

export function hashes(count) {
  const hex = (i) => Array.from({ length: 64 }, (_, k) => ((i * 7919 + k * 104729 + k * k * 13) % 16).toString(16)).join('');
  return {
    columns: ['Hash', 'Seen', 'Clients', 'Last', 'Detail'].map((name) => ({ name })),
    row: (i) => [`SHA256=${hex(i)}`, i === 0 ? { $int: '9223372036854775807' } : 61 + i, 1 + (i % 3), { $time: '2026-11-24T09:41:07.218123456Z' }, { Signed: i % 2 === 0, Path: ['C:', 'Perflog', `m${i}.exe`] }],
    count,
  };
}

export const HOSTILE = [
  ['html', '<img src=x onerror="window.__hostile=1"><script>window.__hostile=2</script>'],
  ['template', '${window.__hostile=3} {{7*7}} #{x} <%= 1 %>'],
  ['ansi', 'dir \u001b[31mred\u001b[0m \u001b]0;title\u0007 end'],
  ['bidi', 'invoice\u202efdp.exe'],
  ['isolates', 'a\u2066b\u2069c \u200fd\u061ce'],
  ['zero width', 'svc\u200b_iis adm\u00adin \u2060x\ufeff'],
  ['nul', 'before\u0000after\u007f \u0085'],
  ['lines', 'first\nsecond\r\nthird\ttab'],
  ['look-alike', '\u0430dm_peter and p\u0430ypal'],
  ['formula', "=cmd|'/c calc'!A0"],
  ['markdown', '[click](javascript:alert(1)) **bold** ![x](http://evil.test/a.png)'],
  ['url', 'http://evil.test/a.ps1?x=<b>'],
  ['surrogate', 'half \ud83d here and whole \u{1f600}'],
  ['combining', `Z${'\u0351\u036b\u0343\u036a'.repeat(30)}algo`],
  ['tags', 'flag\u{e0067}\u{e0062}\u{e007f} end\ufe0f'],
  ['proto', { __proto__x: 1, constructor: 'x', toString: '<b>', nested: { a: ['<i>', null, true] } }],
  ['long', `powershell.exe -enc ${'JABjAD0ATgBlAHcALQBPAGIA'.repeat(50000)}`],
  ['empty', ''],
  ['null', null],
];

export function hostile() {
  return {
    columns: ['Case', 'Value', '<b>Column</b>\u202e'].map((name) => ({ name })),
    row: (i) => [HOSTILE[i][0], HOSTILE[i][1], i],
    count: HOSTILE.length,
  };
}

export function wide(count) {
  return {
    columns: Array.from({ length: 1000 }, (_, i) => ({ name: `Column${i}` })),
    row: (i) => Array.from({ length: 1000 }, (_, k) => i * k),
    count,
  };
}

const CUT = 512;

export function cut(value, mark) {
  const text = typeof value === 'string' ? value : value !== null && typeof value === 'object' ? JSON.stringify(value) : '';
  if (text.length <= CUT) return value;
  const from = Math.max(0, (mark?.[1] ?? 0) - 64);
  return { $cut: { text: text.slice(0, CUT), length: text.length, ...(mark && mark[2] > CUT ? { match: { offset: from, text: text.slice(from, from + 320) } } : {}) } };
}
