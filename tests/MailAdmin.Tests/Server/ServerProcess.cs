using System.Diagnostics;
using System.Globalization;

namespace MailAdmin.Tests.Server;

/// <summary>A process of MailAdmin.TestServer. Disposing kills it.</summary>
internal sealed class ServerProcess : IDisposable
{
    private readonly Process process;

    private ServerProcess(Process process)
    {
        this.process = process;
    }

    /// <summary>The words after READY.</summary>
    public string[] Ready { get; private set; } = [];

    public int SmtpPort => int.Parse(Ready[0], CultureInfo.InvariantCulture);

    public int ImapPort => int.Parse(Ready[1], CultureInfo.InvariantCulture);

    public bool IsOwner => bool.Parse(Ready[^1]);

    public int Id => process.Id;

    public static async Task<ServerProcess> StartAsync(params string[] arguments)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "MailAdmin.TestServer.dll");
        ProcessStartInfo start = new(
            "dotnet", ["exec", program, .. arguments]) { RedirectStandardInput = true, RedirectStandardOutput = true };

        // The process lives for a second: it is not worth compiling twice.
        start.Environment["DOTNET_TieredPGO"] = "0";
        ServerProcess started = new(Process.Start(start)!);
        string line = await started.ReadLineAsync() ?? "nothing";
        Assert.StartsWith("READY", line, StringComparison.Ordinal);
        started.Ready = line.Split(' ')[1..];
        return started;
    }

    public async Task<string?> ReadLineAsync() => await process.StandardOutput.ReadLineAsync();

    /// <summary>Sends a line and returns the answer.</summary>
    public async Task<string> AskAsync(string line)
    {
        await WriteLineAsync(line);
        return await ReadLineAsync() ?? "The process has ended.";
    }

    /// <summary>Sends a line; whoever reads what the process says has the answer.</summary>
    public async Task WriteLineAsync(string line)
    {
        await process.StandardInput.WriteLineAsync(line);
        await process.StandardInput.FlushAsync();
    }

    /// <summary>Ends it as the system does when it has no time for farewells: SIGKILL.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Lets it end by itself.</summary>
    public async Task<int> EndAsync()
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
            process.WaitForExit();
        }

        process.Dispose();
    }
}
