package catalog

// ocsfExpressions returns how our columns are made of OCSF's, as far as OCSF has them.
func (t *Table) ocsfExpressions() map[string]expression {
	return nil
}
