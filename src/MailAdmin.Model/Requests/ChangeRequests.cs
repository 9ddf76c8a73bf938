using MailAdmin.Contracts;

namespace MailAdmin.Requests;

/// <summary>Changes of the journal that match, newest first.</summary>
public sealed record FindChanges(ChangeFilter Filter) : IStreamRequest<MailChange>;

/// <summary>
/// Undoes the changes of one command, and yields the changes that did so. ChangeNotFound, ChangeConflict,
/// ChangeIrreversible, and what forbids the reverse change.
/// </summary>
public sealed record UndoChange(long Sequence) : DirectoryChange<IReadOnlyList<MailChange>>;
