package gen

import (
	"bytes"
	"fmt"
	"time"
)

// layout appends the key of an object, as JSON text, from choices that depend only
// on the object.
type layout func(b []byte, r *random, start time.Time) []byte

// objectKey appends the key of an object of the application's bucket.
func (g *generator) objectKey(b []byte, a *application, p *place) []byte {
	object := g.plan.world.objects.choose(g.random)
	g.second.reseed(g.plan.options.Seed, streamObject, uint64(p.number)<<40^uint64(a.number)<<32^uint64(object))
	return a.layout(b, g.second, g.plan.options.Start)
}

// keyFolder returns a key up to its last slash.
func keyFolder(key []byte) []byte {
	return key[:bytes.LastIndexByte(key, '/')+1]
}

func lakeKey(b []byte, r *random, start time.Time) []byte {
	table := chooseOne(r, []string{"orders", "order_items", "customers", "page_views", "sessions", "payments", "shipments", "inventory_snapshots"})
	day := start.AddDate(0, 0, -r.intBelow(r.intBetween(1, 400)))
	b = fmt.Appendf(b, "warehouse/%s/dt=%s/hour=%02d/part-%05d-c000-", table, day.Format(time.DateOnly), r.intBelow(24), r.intBelow(64))
	b = r.appendHex(b, 4)
	return append(b, ".snappy.parquet"...)
}

func mediaKey(b []byte, r *random, _ time.Time) []byte {
	size := chooseOne(r, []string{"original", "1920x1080", "1280x720", "640x360", "320x180"})
	b = fmt.Appendf(b, "products/%06d/%s/", r.intBelow(300_000), size)
	b = r.appendHex(b, 4)
	return append(b, chooseOne(r, []string{".jpg", ".jpg", ".webp", ".png"})...)
}

// documentKey appends names like those that people give: with spaces, with letters
// beyond ASCII and, in JSON, with escapes.
func documentKey(b []byte, r *random, start time.Time) []byte {
	title := chooseOne(r, []string{"Invoice", "Credit note", "Übersicht", "Résumé", "請求書", `Offer \"final\"`, "Q&A", "Annual report"})
	day := start.AddDate(0, 0, -r.intBelow(700))
	return fmt.Appendf(b, "tenants/%05d/documents/%s/%s %06d.pdf", r.intBelow(4_000), day.Format("2006/01"), title, r.intBelow(1e6))
}

func telemetryKey(b []byte, r *random, start time.Time) []byte {
	at := start.Add(-time.Duration(r.intBelow(30*24*60)) * time.Minute)
	b = fmt.Appendf(b, "devices/year=%s/fleet-%03d-%s-", at.Format("2006/month=01/day=02/hour=15"), r.intBelow(40), at.Format("20060102-1504"))
	b = r.appendHex(b, 4)
	return append(b, ".json.gz"...)
}

func flowLogKey(b []byte, r *random, start time.Time) []byte {
	at := start.Add(-time.Duration(r.intBelow(4_000)) * 5 * time.Minute)
	b = fmt.Appendf(b, "flow-logs/%s/fl-0%015x_%s_", at.Format("2006/01/02"), 0xc0ffee+r.intBelow(6), at.Format("20060102T1504Z"))
	b = r.appendHex(b, 4)
	return append(b, ".log.gz"...)
}

func backupKey(b []byte, r *random, start time.Time) []byte {
	day := start.AddDate(0, 0, -r.intBelow(35))
	b = fmt.Appendf(b, "postgresql/cluster-%02d/base/%s/", r.intBelow(12), day.Format("20060102T000000"))
	b = r.appendHex(b, 8)
	return append(b, ".lz4"...)
}

func artifactKey(b []byte, r *random, _ time.Time) []byte {
	service := chooseOne(r, []string{"checkout", "search", "identity", "catalogue", "billing", "notifications"})
	b = fmt.Appendf(b, "builds/%s/main/", service)
	b = r.appendHex(b, 7)
	return append(b, chooseOne(r, []string{"/image-manifest.json", "/sbom.spdx.json", "/bundle.zip", "/test-report.xml"})...)
}
