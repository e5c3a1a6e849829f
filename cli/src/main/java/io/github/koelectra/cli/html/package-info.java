/**
 * Pages that show results: one file each, which needs nothing from elsewhere and asks nobody.
 *
 * <p>A page is made from views, plain records that know nothing of models, and is written while
 * they come, so that thousands of texts need no memory. What a page says is Korean, as its texts
 * are.
 */
package io.github.koelectra.cli.html;
