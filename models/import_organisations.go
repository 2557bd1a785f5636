package models

import (
	"context"
	"fmt"
	"strings"
)

var organisationColumns = []importColumn{
	{name: "name", named: "name", must: true, keys: []string{"name", "organisation", "organization", "organisationname", "organizationname", "fullname", "agency", "body", "partner", "partnerorganisation", "company", "employer"}},
	{name: "short", named: "short name", keys: []string{"shortname", "short", "abbreviation", "abbr", "acronym", "initials", "code", "knownas"}},
	{name: "sector", named: "sector", must: true, keys: []string{"sector", "type", "kind", "category", "group", "organisationtype"}},
	{name: "joined", named: "joined", keys: []string{"joined", "datejoined", "joineddate", "joinedon", "membersince", "since", "startdate"}},
	{name: "left", named: "left", keys: []string{"left", "dateleft", "lefton", "leavingdate", "enddate"}},
}

// PreviewOrganisations tells what an imported list of organisations would do.
func (s *Store) PreviewOrganisations(ctx context.Context, actor Actor, data []byte) (ImportPreview, error) {
	return s.preview(ctx, actor, data, (*tx).planOrganisations)
}

// ImportOrganisations takes what the preview showed: all of it, or nothing.
func (s *Store) ImportOrganisations(ctx context.Context, actor Actor, data []byte, confirm ImportConfirm) (ImportPreview, error) {
	return s.confirmImport(ctx, actor, data, confirm, "organisations", (*tx).planOrganisations)
}

// planOrganisations judges each row against the database and the rows above it.
func (t *tx) planOrganisations(data []byte) (ImportPreview, []func() error, error) {
	var preview ImportPreview
	sheet, err := readSheet(data, organisationColumns)
	if err != nil {
		return preview, nil, err
	}
	preview.Notes, preview.Text = sheet.Notes, sheet.csv()
	var there []Organisation
	if err := t.Order("id").Find(&there).Error; err != nil {
		return preview, nil, err
	}
	known := map[string]*Organisation{} // by either name
	for i := range there {
		known[there[i].NameKey], known[there[i].ShortKey] = &there[i], &there[i]
	}
	rowOf := map[string]int{}
	var writes []func() error
	for n, cells := range sheet.Rows[sheet.header+1:] {
		if cells.blank() {
			preview.Blank++
			continue
		}
		i := &importing{sheet: sheet, cells: cells, row: ImportRow{Row: sheet.header + 2 + n}}
		o := t.readOrganisationRow(i)
		before := known[o.NameKey]
		if short := known[o.ShortKey]; before == nil {
			before = short
		} else if short != nil && short != before {
			i.refuse("short", "Short name", "%s goes by this name already", short.Name)
		}
		write := i.settleOrganisation(t, o, before, rowOf)
		preview.Rows = append(preview.Rows, i.row)
		writes = append(writes, write)
	}
	return preview, writes, preview.seal()
}

// readOrganisationRow reads and checks the organisation of one row.
func (t *tx) readOrganisationRow(i *importing) Organisation {
	get := func(c string) string { return i.sheet.cell(i.cells, c) }
	o := Organisation{Name: get("name"), ShortName: get("short"), Sector: get("sector")}
	var p Problems
	if !i.formula("name", "Name") && !i.formula("short", "Short name") {
		o.Joined, o.Left = t.readDate(&p, "joined", get("joined")), t.readDate(&p, "left", get("left"))
		o.check(&p, "name", "short_name")
	} else {
		o.NameKey, o.ShortKey = nameKey(o.Name), nameKey(o.ShortName)
	}
	if sector, ok := t.partnership.sector(o.Sector); ok {
		o.Sector = sector
	} else if o.Sector != "" {
		p.Add("sector", "There is no such sector. There are: %s. Others can be added in the settings", strings.Join(t.partnership.SectorList(), ", "))
	}
	i.problems(p, map[string]string{"short_name": "short"})
	i.row.Name = o.Name
	i.row.About = strings.Trim(o.ShortName+", "+o.Sector, ", ")
	return o
}

// settleOrganisation decides the row's outcome; what it returns would write it.
func (i *importing) settleOrganisation(t *tx, o Organisation, before *Organisation, rowOf map[string]int) func() error {
	for _, key := range []string{o.NameKey, o.ShortKey} {
		if row := rowOf[key]; row != 0 && key != "" {
			i.refuse("name", "Name", "The same organisation as in row %d", row)
			break
		}
	}
	if len(i.row.Problems) > 0 {
		i.row.Outcome = ImportRefused
		return nil
	}
	rowOf[o.NameKey], rowOf[o.ShortKey] = i.row.Row, i.row.Row
	if before == nil {
		i.row.Outcome = ImportNew
		return func() error { return t.addOrganisation(&o) }
	}
	// A column that the file has not, or a cell left empty, changes nothing.
	if i.sheet.cell(i.cells, "short") == "" {
		o.ShortName, o.ShortKey = before.ShortName, before.ShortKey
	}
	if o.Joined.IsZero() {
		o.Joined = before.Joined
	}
	if o.Left.IsZero() {
		o.Left = before.Left
	}
	o.ID = before.ID
	if i.row.Changes = before.changes(o); len(i.row.Changes) == 0 {
		i.row.Outcome = ImportUnchanged
		return nil
	}
	i.row.Outcome = ImportChanged
	return func() error { return t.changeOrganisation(*before, &o) }
}

// plan judges a file: the preview, and for each row what would write it.
type plan func(t *tx, data []byte) (ImportPreview, []func() error, error)

// preview runs a plan and writes nothing.
func (s *Store) preview(ctx context.Context, actor Actor, data []byte, judge plan) (ImportPreview, error) {
	p, err := s.mayRead(ctx, actor, ManageDirectory)
	if err != nil {
		return ImportPreview{}, err
	}
	// The same judgement as at the confirmation, on the reading side.
	t := &tx{DB: s.reading(ctx), ctx: ctx, now: s.Now(), actor: actor, partnership: p}
	preview, _, err := judge(t, data)
	return preview, err
}

// confirmImport judges the file again inside the command and, if the preview
// still holds, writes it.
func (s *Store) confirmImport(ctx context.Context, actor Actor, data []byte, confirm ImportConfirm, what string, judge plan) (ImportPreview, error) {
	var preview ImportPreview
	err := s.command(ctx, actor, func(t *tx) error {
		if err := t.may(ManageDirectory, false); err != nil {
			return err
		}
		var writes []func() error
		var err error
		if preview, writes, err = judge(t, data); err != nil {
			return err
		}
		if preview.Digest != confirm.Digest {
			return errImportStale()
		}
		added, changed := 0, 0
		for n, row := range preview.Rows {
			switch {
			case row.Outcome == ImportNew:
				added++
			case row.Outcome == ImportChanged && confirm.Change:
				changed++
			default:
				continue
			}
			if err := writes[n](); err != nil {
				if KindOf(err) != 0 {
					return badState("Row %d: %s", row.Row, err)
				}
				return err
			}
		}
		if added+changed == 0 {
			return badState("There is nothing to import: no row is new.")
		}
		return t.event("imported "+what, "import", 0, "", 0, fmt.Sprintf("%d added, %d changed, %d not taken", added, changed, preview.Refused()))
	})
	return preview, err
}
