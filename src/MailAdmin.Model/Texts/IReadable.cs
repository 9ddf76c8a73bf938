namespace MailAdmin.Texts;

/// <summary>A value that is written otherwise in a text for people than by ToString.</summary>
internal interface IReadable
{
    /// <summary>As people write it.</summary>
    string ForReaders { get; }
}
