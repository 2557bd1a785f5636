package models

import "context"

// MailFailure says how the mail server fails; nil while it does not.
func (s *Store) MailFailure(ctx context.Context) (*MailFailure, error) {
	var failures []MailFailure
	err := s.reading(ctx).Limit(1).Find(&failures).Error
	if err != nil || len(failures) == 0 {
		return nil, err
	}
	return &failures[0], nil
}

// AddressProblems tells which of these addresses a mail server refused for good.
// Only whoever keeps the directory is told.
func (s *Store) AddressProblems(ctx context.Context, actor Actor, emails ...string) (map[string]AddressProblem, error) {
	if !actor.May(ManageDirectory, false) || len(emails) == 0 {
		return nil, nil
	}
	var rows []AddressProblem
	err := s.reading(ctx).Where("email in ?", emails).Find(&rows).Error
	problems := make(map[string]AddressProblem, len(rows))
	for _, row := range rows {
		problems[row.Email] = row
	}
	return problems, err
}
