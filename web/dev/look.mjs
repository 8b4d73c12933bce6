// Screenshots of the page in both themes and widths, into dist/shots. Give a script name to act first.
import { chromium } from 'playwright-core';
import { mkdir } from 'node:fs/promises';
import { bundle } from './build.mjs';
import { sample } from './fake-server.mjs';

await bundle();
await mkdir('dist/shots', { recursive: true });
const server = sample();
const port = await server.listen(0);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
const only = process.argv[2];
for (const theme of ['light', 'dark']) {
  for (const [width, height] of [[1440, 900], [390, 844]]) {
    if (only && !`${theme}-${width}`.includes(only)) continue;
    const context = await browser.newContext({ viewport: { width, height }, colorScheme: theme, timezoneId: 'UTC' });
    const page = await context.newPage();
    page.on('console', (message) => ['error', 'warning'].includes(message.type()) && console.log(theme, width, message.text()));
    page.on('pageerror', (error) => console.log('PAGE ERROR', error.stack));
    await page.goto(`http://127.0.0.1:${port}/`);
    await page.waitForSelector('spoor-cell');
    await page.getByRole('button', { name: 'Run all' }).or(page.getByRole('button', { name: 'Run stale' })).first().click();
    await page.waitForFunction(() => document.querySelector('spoor-notebook').shadowRoot.querySelectorAll('spoor-row-grid .gr').length > 20);
    await page.waitForTimeout(500);
    await page.screenshot({ path: `dist/shots/${theme}-${width}.png` });
    const total = await page.evaluate(() => document.documentElement.scrollHeight);
    await page.setViewportSize({ width, height: Math.min(5000, total + 20) });
    await page.waitForTimeout(300);
    await page.screenshot({ path: `dist/shots/${theme}-${width}-full.png` });
    await page.setViewportSize({ width, height });
    if (width === 1440) {
      await page.locator('spoor-cell[data-cell=cell2] .gr').nth(2).dblclick();
      await page.waitForTimeout(300);
      await page.screenshot({ path: `dist/shots/${theme}-${width}-panel.png` });
    }
    await context.close();
  }
}
await browser.close();
await server.close();
