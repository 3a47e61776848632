package rowgroup

// slots are the places of a column where a value can be: one for each row or, in a list, for
// each element. At each is the definition level: how many of the optional and repeated
// columns around the value, and itself, are there.
//
// Slots follow those of the column around them: where that is NULL, or nothing was put, the
// level is that of the column around.
type slots struct {
	around *slots // nil for the rows themselves
	levels []uint8
	level  uint8 // of a value that is there

	// Of a list alone: which slots begin a row (0) and which go on with it (1), and how many
	// slots of the column around are followed. Elsewhere slots are as many as around.
	repeats  bool
	starts   []uint8
	followed int
}

// followRows makes slots for the first n of the column around.
func (s *slots) followRows(n int) {
	if !s.repeats {
		s.levels = append(s.levels, s.around.levels[len(s.levels):n]...)
		return
	}
	fresh := s.around.levels[s.followed:n]
	s.levels = append(s.levels, fresh...)
	for range fresh {
		s.starts = append(s.starts, 0)
	}
	s.followed = n
}

// followAll makes slots for all of the columns around.
func (s *slots) followAll() {
	if s.around == nil {
		return
	}
	s.around.followAll()
	if s.repeats || len(s.levels) < len(s.around.levels) {
		s.followRows(len(s.around.levels))
	}
}

// addSlot puts a value into the last slot of the column around.
func (s *slots) addSlot() { s.addAt(len(s.around.levels) - 1) }

// addAt puts a value into the slot of that index in the column around. All before stay as
// they are.
func (s *slots) addAt(n int) {
	if len(s.levels) < n {
		s.followRows(n)
	}
	s.levels = append(s.levels, s.level)
}

// addElement adds a slot to a list: the first of a row, or one more. Level is that of an
// element, or of an empty list.
func (s *slots) addElement(first bool, level uint8) {
	if first {
		s.followRows(len(s.around.levels) - 1)
		s.followed++
		s.starts = append(s.starts, 0)
	} else {
		s.starts = append(s.starts, 1)
	}
	s.levels = append(s.levels, level)
}

// listAround returns the slots of the list around, nil where there is none.
func (s *slots) listAround() *slots {
	for ; s != nil; s = s.around {
		if s.repeats {
			return s
		}
	}
	return nil
}

func (s *slots) clearSlots() {
	s.levels, s.starts, s.followed = s.levels[:0], s.starts[:0], 0
}
