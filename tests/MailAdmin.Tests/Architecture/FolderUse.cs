namespace MailAdmin.Tests.Architecture;

/// <summary>A file of one folder names a type or namespace of another.</summary>
internal sealed record FolderUse(string File, string From, string To, string Name);
