// Copies that give exactly what arrived, with or without the browser's clipboard interface.

export async function copyText(text: string): Promise<boolean> {
  if (viaEvent(text)) return true;
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** Works on plain HTTP too, within a key press or a click. */
function viaEvent(text: string): boolean {
  let done = false;
  const put = (event: ClipboardEvent) => {
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
    event.stopImmediatePropagation();
    done = event.clipboardData !== null;
  };
  document.addEventListener('copy', put, { capture: true });
  try {
    document.execCommand('copy');
  } finally {
    document.removeEventListener('copy', put, { capture: true });
  }
  return done;
}

/** The selection as seen from a node: inside a shadow tree the document's own selection is blind. */
export function selectionAt(node: Node): Selection | null {
  const root = node.getRootNode() as Node & { getSelection?: () => Selection | null };
  return root.getSelection?.() ?? document.getSelection();
}
