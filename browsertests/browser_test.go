package browsertests

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// browser is one Chromium for all tests.
type browser struct {
	ctx    context.Context
	server *server
}

// startBrowser starts Chromium, or skips the test where there is none.
func startBrowser(t *testing.T) context.Context {
	t.Helper()
	path := findBrowser()
	if path == "" {
		t.Skip("no Chromium and no Chrome here: scripts/web/browser.sh installs one")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.WindowSize(1360, 900))
	ctx, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	ctx, stop = chromedp.NewContext(ctx)
	t.Cleanup(stop)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal(err)
	}
	return ctx
}

func findBrowser() string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

// tab is one page. It fails its test on any message to the console, any report of the
// Content-Security-Policy, and any request that leaves the server, unless allowed names a part of it.
type tab struct {
	t       *testing.T
	ctx     context.Context
	server  *server
	allowed []string

	mutex    sync.Mutex
	problems []string
}

// openTab opens a page of the server, logged in, in a context without cookies of others, and waits for its answers.
func (b *browser) openTab(t *testing.T) *tab {
	t.Helper()
	p := b.openTabBusy(t)
	p.waitIdle()
	return p
}

// openTabBusy opens a page as openTab does, and waits for nothing.
func (b *browser) openTabBusy(t *testing.T) *tab {
	t.Helper()
	ctx, stop := chromedp.NewContext(b.ctx)
	ctx, expire := context.WithTimeout(ctx, 3*time.Minute)
	p := &tab{t: t, ctx: ctx, server: b.server}
	t.Cleanup(func() {
		defer stop()
		defer expire()
		if t.Failed() {
			p.saveScreenshot("failed-" + strings.NewReplacer("/", "-").Replace(t.Name()))
		}
		p.assertQuiet()
	})
	p.do(chromedp.EmulateViewport(1360, 900))
	console := chromedp.Console(ctx)
	go func() {
		for message, err := range console {
			if err != nil {
				return
			}
			p.addProblem("console: " + string(message.Type) + ": " + message.Text + " " + message.URL)
		}
	}()
	if err := chromedp.Listen(ctx, func(event any) {
		if sent, ok := event.(*network.EventRequestWillBeSent); ok && !strings.HasPrefix(sent.Request.URL, b.server.origin+"/") {
			p.addProblem("request elsewhere: " + sent.Request.URL)
		}
	}); err != nil {
		t.Fatal(err)
	}
	p.call(func() error {
		_, err := chromedp.Call(ctx, network.Enable, network.EnableParams{})
		return err
	})
	p.do(chromedp.Navigate(b.server.launchURL(t)))
	p.waitFor(`document.querySelector("main") !== null`)
	return p
}

func (p *tab) addProblem(text string) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	for _, part := range p.allowed {
		if strings.Contains(text, part) {
			return
		}
	}
	p.problems = append(p.problems, text)
}

func (p *tab) assertQuiet() {
	p.t.Helper()
	p.mutex.Lock()
	defer p.mutex.Unlock()
	for _, problem := range p.problems {
		p.t.Error(problem)
	}
}

func (p *tab) call(f func() error) {
	p.t.Helper()
	if err := f(); err != nil {
		p.t.Fatal(err)
	}
}

func (p *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	p.call(func() error { return chromedp.Do(p.ctx, steps...) })
}

// evaluate returns the value of an expression in the page.
func evaluate[T any](p *tab, expression string) T {
	p.t.Helper()
	value, err := chromedp.Run(p.ctx, chromedp.Evaluate[T](expression, func(params *runtime.EvaluateParams) { params.AwaitPromise = new(true) }))
	if err != nil {
		p.t.Fatalf("%s: %v", expression, err)
	}
	return value
}

// waitFor waits until an expression is true, in whatever page the tab has by then.
func (p *tab) waitFor(expression string) {
	p.t.Helper()
	var last error
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(15 * time.Millisecond) {
		done, err := chromedp.Run(p.ctx, chromedp.Evaluate[bool](expression))
		if done && err == nil {
			return
		}
		last = err
	}
	p.t.Fatalf("%s: waited too long for %s: %v", p.location(), expression, last)
}

// waitIdle waits until all answers of the screen are there.
func (p *tab) waitIdle() {
	p.t.Helper()
	p.do(chromedp.Sleep(30 * time.Millisecond))
	p.waitFor(`document.querySelector('main[aria-busy="false"]') !== null`)
}

// visit opens a URL of the server, and waits for its answers.
func (p *tab) visit(path string) {
	p.t.Helper()
	p.visitBusy(path)
	p.waitIdle()
}

// visitBusy opens a URL as visit does, and waits for nothing.
func (p *tab) visitBusy(path string) {
	p.t.Helper()
	p.do(chromedp.Navigate(p.server.origin + path))
}

// press types keys, each as a person would, and waits for what they bring.
func (p *tab) press(keys ...string) {
	p.t.Helper()
	for _, key := range keys {
		p.typeText(key)
		p.waitIdle()
	}
}

// typeText presses and releases a key for each character. Down and text are one event: a page that handles the key
// itself then gets no text, as with a real keyboard.
func (p *tab) typeText(text string) {
	p.t.Helper()
	for _, r := range text {
		events := kb.Encode(r)
		down, up := *events[0], *events[len(events)-1]
		if len(events) == 3 {
			down.Text, down.UnmodifiedText = events[1].Text, events[1].UnmodifiedText
		}
		for _, event := range []input.DispatchKeyEventParams{down, up} {
			p.call(func() error {
				_, err := chromedp.Call(p.ctx, input.DispatchKeyEvent, event)
				return err
			})
		}
	}
}

// click clicks what a CSS selector finds with the mouse, and waits for what it brings.
func (p *tab) click(selector string) {
	p.t.Helper()
	p.clickBusy(selector)
	p.waitIdle()
}

// clickBusy clicks as click does, and waits for nothing that it brings.
func (p *tab) clickBusy(selector string) {
	p.t.Helper()
	p.waitFor(`document.querySelector(` + quoteJS(selector) + `) !== null`)
	p.do(chromedp.Click(chromedp.CSS(selector)))
}

// text returns what a person reads in the first element that a selector finds.
func (p *tab) text(selector string) string {
	p.t.Helper()
	return evaluate[string](p, `document.querySelector(`+quoteJS(selector)+`)?.innerText ?? ""`)
}

func (p *tab) location() string { return evaluate[string](p, `location.pathname + location.search`) }

// useScheme draws the page light or dark.
func (p *tab) useScheme(scheme string) {
	p.t.Helper()
	p.call(func() error {
		_, err := chromedp.Call(p.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}})
		return err
	})
}

// saveScreenshot keeps a picture outside the repository, for people to look at.
func (p *tab) saveScreenshot(name string) {
	folder := os.Getenv("TRAILQ_SCREENSHOTS")
	if folder == "" {
		folder = filepath.Join(os.TempDir(), "trailq-screenshots")
	}
	picture, err := chromedp.Run(p.ctx, chromedp.CaptureScreenshot())
	if err == nil {
		err = os.MkdirAll(folder, 0o755)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(folder, name+".png"), picture, 0o644)
	}
	if err != nil {
		p.t.Log(err)
	}
}
