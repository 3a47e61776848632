package syntax

// Verbatim is text in another language than Trino's, with expressions in it. The
// parser makes none: a rewritten statement has it for its engine.
type Verbatim struct {
	Pos
	Texts []string // before the first of Parts, between them, and behind the last
	Parts []Expression
}

func (e *Verbatim) visitParts(v *Visitor) { v.expressions(e.Parts) }

func (e *Verbatim) print(p *printer) {
	for i, text := range e.Texts {
		if text != "" {
			p.at(e)
			p.put(Word, text)
			p.glued = true
		}
		if i < len(e.Parts) {
			e.Parts[i].print(p)
			p.glued = true
		}
	}
	p.glued = false
}
