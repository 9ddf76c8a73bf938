namespace MailAdmin.Server.Transfer;

/// <summary>Who hears how a transfer goes; called from any thread.</summary>
/// <param name="Failed">A message, named by its place, could not be transferred; the others go on.</param>
/// <param name="Advanced">Messages were done; the text says where.</param>
public sealed record TransferReport(Action<string, MailException> Failed, Action<int, string> Advanced);
