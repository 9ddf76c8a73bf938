using MailAdmin.Protocols.Pop3.Commands;
using MailAdmin.Protocols.Pop3.Session;
using MailAdmin.Protocols.Syntax;
using static MailAdmin.Protocols.Pop3.Session.Pop3States;

namespace MailAdmin.Protocols.Pop3;

/// <summary>
/// Every command with the states in which it may come. RFC 1939 §4 to §7; RFC 2449; RFC 2595; RFC 5034; RFC 6856
/// </summary>
internal static class Pop3CommandTable
{
    /// <summary>All commands.</summary>
    public static CommandTable<Pop3Command> Commands { get; } = new(
    [
        new("CAPA", Any, null, false, null, CapaCommand.ExecuteAsync),
        new("STLS", BeforeLogon, null, false, Pop3Capability.Stls, StlsCommand.ExecuteAsync),
        new("USER", BeforeLogon, UserGiven, true, Pop3Capability.User, UserCommand.ExecuteAsync),
        new("PASS", UserGiven, Transaction, true, Pop3Capability.User, PassCommand.ExecuteAsync),
        new("AUTH", BeforeLogon, null, true, Pop3Capability.Sasl, AuthCommand.ExecuteAsync),
        new("UTF8", BeforeLogon, null, false, Pop3Capability.Utf8, Utf8Command.ExecuteAsync),
        new("LANG", Any, null, true, Pop3Capability.Lang, LangCommand.ExecuteAsync),
        new("STAT", Transaction, null, false, null, StatCommand.ExecuteAsync),
        new("LIST", Transaction, null, true, null, ListCommand.ExecuteAsync),
        new("UIDL", Transaction, null, true, Pop3Capability.Uidl, UidlCommand.ExecuteAsync),
        new("RETR", Transaction, null, true, null, RetrCommand.ExecuteAsync),
        new("TOP", Transaction, null, true, Pop3Capability.Top, TopCommand.ExecuteAsync),
        new("DELE", Transaction, null, true, null, DeleCommand.ExecuteAsync),
        new("RSET", Transaction, null, false, null, RsetCommand.ExecuteAsync),
        new("NOOP", Transaction, null, false, null, NoopCommand.ExecuteAsync),
        new("LAST", Transaction, null, false, null, LastCommand.ExecuteAsync),
        new("QUIT", Any, null, false, null, QuitCommand.ExecuteAsync),

        // Needs the password itself in the store, and MD5. RFC 1939 §7
        new("APOP", BeforeLogon, null, true, null, ApopCommand.ExecuteAsync),
    ],
    command => command.Verb);
}
