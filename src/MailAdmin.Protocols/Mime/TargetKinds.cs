namespace MailAdmin.Protocols.Mime;

/// <summary>Which of the texts that a search looks for a step is about; several conditions hold together.</summary>
[Flags]
internal enum TargetKinds
{
    /// <summary>All.</summary>
    All = 0,

    /// <summary>Those of TEXT, for which headers count.</summary>
    OfHeaders = 1,

    /// <summary>Those that are not ASCII throughout.</summary>
    NotAscii = 2,

    /// <summary>Those with white space, which may span the fold of a field.</summary>
    WithBlanks = 4,

    /// <summary>Those without white space.</summary>
    WithoutBlanks = 8,
}
