namespace MailAdmin.Tests.Diagnostics;

/// <summary>
/// A fault, the code that must be its root cause, and the same server without it, where nothing may fail.
/// </summary>
/// <param name="Code">What the diagnosis must say.</param>
/// <param name="Protocol">What is spoken.</param>
/// <param name="Fault">The fault in words.</param>
/// <param name="DiagnoseAsync">The root cause with the fault (true) and without it (false).</param>
internal sealed record FaultCase(
    string Code, MailProtocol Protocol, string Fault, Func<bool, Task<MailTestResult?>> DiagnoseAsync);
