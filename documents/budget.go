package documents

// budget is what a document may take over from one paper of somebody else's. A
// small file can say of one long thing that it stands in a thousand places; over
// its budget it is not copied on.
type budget struct {
	bytes int64 // that may still be written
	kept  int64 // of those, what is in memory until the document is finished
	taken int64 // what is so by now
}

// objectCost is what an object takes besides its content.
const objectCost = 64

// budgetFor gives a paper of size bytes several times as much room as an honest
// one needs, even if it was packed much better than we do.
func budgetFor(size int64) *budget {
	return &budget{bytes: min(8*size+16<<20, size+256<<20), kept: min(8*size+16<<20, size+64<<20)}
}

// write takes n bytes that go to the file at once.
func (b *budget) write(n int) { b.bytes -= int64(n) }

// keep takes n bytes that stay in memory until the document is finished.
func (b *budget) keep(n int) {
	b.bytes -= int64(n)
	b.kept -= int64(n)
	b.taken += int64(n)
}

func (b *budget) isSpent() bool { return b.bytes < 0 || b.kept < 0 }
