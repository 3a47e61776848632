package diff

// chartWidth is the maximum number of characters of a chart.
const chartWidth = 48

// sumBars returns the amounts of the window, added up over so many steps for each
// bar.
func (w *windowSeries) sumBars(wide int) []float64 {
	bars := make([]float64, (len(w.steps)+wide-1)/wide)
	for i, at := range w.steps {
		bars[i/wide] += w.amounts[at]
	}
	return bars
}
