using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Net;
using System.Net.NetworkInformation;

namespace MailAdmin.Arguments;

/// <summary>Completes addresses to listen on: Loopback, Any, and those of this machine.</summary>
internal sealed class BindAddressCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        return Names()
            .Where(name => name.StartsWith(wordToComplete.Trim('\'', '"'), StringComparison.OrdinalIgnoreCase))
            .Select(name => new CompletionResult(name));
    }

    private static IEnumerable<string> Names()
    {
        try
        {
            IEnumerable<IPAddress> addresses = NetworkInterface.GetAllNetworkInterfaces()
                .SelectMany(network => network.GetIPProperties().UnicastAddresses)
                .Select(unicast => unicast.Address)
                .Where(address => !address.IsIPv6LinkLocal);
            return ["Loopback", "Any", .. addresses.Select(address => address.ToString())];
        }
        catch (NetworkInformationException)
        {
            return ["Loopback", "Any"];
        }
    }
}
