"""How is a run written as a Word document (DOCX)? A 符合性分析表 for each project, ready to be bound; see `document`."""

from zonecheck.reports.word.document import write

__all__ = ["write"]
