using System.Management.Automation;
using System.Runtime.CompilerServices;
using MailAdmin.Diagnostics;
using MailAdmin.Texts;

namespace MailAdmin.Diagnosis;

/// <summary>Writes the results of a test as the person asked: each as it comes, or one answer for a target.</summary>
internal static class TestOutput
{
    /// <summary>Writes results.</summary>
    /// <param name="cmdlet">Writes.</param>
    /// <param name="target">What was asked about.</param>
    /// <param name="results">The results, as they come.</param>
    /// <param name="quiet">Only true or false.</param>
    /// <param name="summary">Only the summary.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Write(Cmdlet cmdlet, string target, IEnumerable<MailTestResult> results, bool quiet, bool summary)
    {
        List<MailTestResult> all = [];
        ProgressRecord progress = new(0, MailText.Of("Progress.Testing", target).ToString(), "...");
        foreach (MailTestResult result in results)
        {
            all.Add(result);
            progress.StatusDescription = $"{result.Check}: {result.Status}";
            cmdlet.WriteProgress(progress);
            cmdlet.WriteVerbose($"{result.Server}:{result.Port} {result.Check}: {result.Status}, {result.Message}");
            if (!quiet && !summary)
            {
                cmdlet.WriteObject(result);
            }
        }

        progress.RecordType = ProgressRecordType.Completed;
        cmdlet.WriteProgress(progress);
        if (quiet)
        {
            cmdlet.WriteObject(RootCauseRule.Summarize(target, all).Succeeded);
        }
        else if (summary)
        {
            cmdlet.WriteObject(RootCauseRule.Summarize(target, all));
        }
    }
}
