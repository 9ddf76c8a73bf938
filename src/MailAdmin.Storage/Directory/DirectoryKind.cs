using System.Text.Json;

namespace MailAdmin.Storage.Directory;

/// <summary>
/// A kind of object of the directory, as the journal, the snapshot and directory.db see it: they work over
/// <see cref="DirectoryKinds.All"/> and know nothing else of a kind.
/// </summary>
/// <param name="number">Its number in the journal, from 1, without gaps; never another one.</param>
/// <param name="name">Its name, which the journal has before "Before" and "After".</param>
/// <param name="collection">Its collection in directory.db.</param>
internal abstract class DirectoryKind(int number, string name, string collection)
{
    public int Number => number;

    public string Name => name;

    public string Collection => collection;

    /// <summary>What the journal calls the record before a change.</summary>
    public string BeforeName { get; } = JsonNamingPolicy.CamelCase.ConvertName(name + "Before");

    /// <summary>What the journal calls the record after a change.</summary>
    public string AfterName { get; } = JsonNamingPolicy.CamelCase.ConvertName(name + "After");

    /// <summary>Its place in a snapshot.</summary>
    public int Index => number - 1;

    /// <summary>No objects.</summary>
    public abstract DirectoryTable Empty { get; }

    /// <summary>Objects that were read.</summary>
    public abstract DirectoryTable ToTable(IEnumerable<object> records);

    /// <summary>The text by which an object is found: unique in its kind.</summary>
    public abstract string KeyTextOf(object record);

    /// <summary>The domain in which an object counts; null: in none.</summary>
    public abstract DomainName? DomainOf(object record);

    /// <summary>
    /// The properties that a change changes, as texts before and after it: for an object that is new or gone, those in
    /// which it differs from one with defaults.
    /// </summary>
    public abstract RecordDifference Compare(object? before, object? after);

    /// <summary>Undoes a change, as a change of its own.</summary>
    /// <param name="transaction">The change.</param>
    /// <param name="change">What is undone.</param>
    /// <param name="sequence">Its number, for errors.</param>
    /// <exception cref="MailException">
    /// ChangeConflict, ChangeIrreversible, or a rule of the kind forbids it.
    /// </exception>
    public abstract void Undo(DirectoryTransaction transaction, DirectoryChange change, long sequence);

    /// <summary>Checks the rules that hold between objects, in a directory that has a change.</summary>
    /// <exception cref="MailException">One does not hold.</exception>
    public abstract void CheckApplied(DirectorySnapshot directory, DirectoryChange change);

    /// <summary>An object as it is stored: the JSON of its record.</summary>
    public abstract byte[] Write(object record);

    /// <summary>Reads what <see cref="Write"/> wrote; what an earlier version did not write has its default.</summary>
    /// <exception cref="System.Text.Json.JsonException">It is something else.</exception>
    public abstract object Read(ReadOnlySpan<byte> json);
}
