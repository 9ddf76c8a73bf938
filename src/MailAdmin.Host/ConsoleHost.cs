using System.Globalization;
using System.Management.Automation.Host;

namespace MailAdmin.Host;

/// <summary>The engine's view of this program.</summary>
internal sealed class ConsoleHost : PSHost
{
    private readonly ConsoleUserInterface userInterface = new();

    /// <summary>What <c>exit</c> asked for; null: nothing yet.</summary>
    public int? ExitCode { get; private set; }

    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override string Name => "MailAdmin";

    public override PSHostUserInterface UI => userInterface;

    public override Version Version => typeof(ConsoleHost).Assembly.GetName().Version!;

    public void ClearProgress() => userInterface.ClearProgress();

    public override void EnterNestedPrompt() => throw new NotSupportedException("This host has no nested prompt.");

    public override void ExitNestedPrompt() => throw new NotSupportedException("This host has no nested prompt.");

    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }

    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;
}
