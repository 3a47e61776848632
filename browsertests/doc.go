// Package browsertests tests the page of trailq web in a real browser: `make browser` runs it. It is a module of its
// own, so that nobody who uses trailq depends on what drives the browser.
package browsertests
