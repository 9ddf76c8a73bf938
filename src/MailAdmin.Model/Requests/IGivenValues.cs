namespace MailAdmin.Requests;

/// <summary>
/// Values for something in the directory. Only those whose property name is in <see cref="Given"/> count, so that null
/// can be given to clear one. Each goes to the property of the same name of the record that is stored.
/// </summary>
public interface IGivenValues
{
    /// <summary>The names of the properties that are given.</summary>
    IReadOnlySet<string> Given { get; }
}
