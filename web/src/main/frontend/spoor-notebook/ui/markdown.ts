// Text of people, and of imported notebooks: Markdown through an allow-list. Events are never Markdown.
import DOMPurify from 'dompurify';
import { Marked } from 'marked';

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

// HTML inside Markdown is shown as it is written.
const marked = new Marked({
  async: false,
  gfm: true,
  renderer: { html: (token) => token.text.replace(/[&<>"]/g, (char) => ESCAPES[char] ?? char) },
});
const purifier = DOMPurify(window);

const TAGS = [
  'a', 'b', 'blockquote', 'br', 'code', 'del', 'em', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'hr', 'i', 'kbd', 'li', 'ol',
  'p', 'pre', 's', 'strong', 'sub', 'sup', 'table', 'tbody', 'td', 'th', 'thead', 'tr', 'ul',
];

purifier.addHook('afterSanitizeAttributes', (node) => {
  if (node.localName !== 'a') return;
  const href = node.getAttribute('href') ?? '';
  if (!/^(?:https?:\/\/|mailto:|\/(?!\/)|#)/i.test(href)) {
    node.removeAttribute('href');
    return;
  }
  // Where it leads is shown, and where it comes from is not told.
  node.setAttribute('title', href);
  node.setAttribute('rel', 'noopener noreferrer nofollow');
  node.setAttribute('target', '_blank');
});

/** Markdown as nodes: text structure and links only, no images, no styles, no elements of ours. */
export function renderMarkdown(text: string): DocumentFragment {
  const unsafe = marked.parse(text) as string;
  return purifier.sanitize(unsafe, {
    ALLOWED_TAGS: TAGS,
    ALLOWED_ATTR: ['href', 'start'],
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    KEEP_CONTENT: true,
    RETURN_DOM_FRAGMENT: true,
  });
}
