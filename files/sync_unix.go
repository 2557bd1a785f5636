//go:build !windows

package files

// syncFolder makes sure that the names in a folder outlast a power cut.
func (s *Store) syncFolder(name string) error {
	folder, err := s.root.Open(name)
	if err != nil {
		return err
	}
	defer folder.Close()
	return folder.Sync()
}
