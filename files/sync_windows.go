package files

// syncFolder has nothing to do: Windows writes names through by itself and
// offers no way to ask for it.
func (s *Store) syncFolder(string) error { return nil }
