package diff

// LimitCells sets how many combinations of values are looked at, at most.
func (d *Comparison) LimitCells(n int) { d.cellLimit = n }
