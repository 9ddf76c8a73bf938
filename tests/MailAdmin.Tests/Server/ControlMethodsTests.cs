using System.Reflection;
using MailAdmin.Contracts;
using MailAdmin.Server.Control;

namespace MailAdmin.Tests.Server;

public sealed class ControlMethodsTests
{
    [Fact]
    public void Every_method_of_the_administration_travels_and_no_other()
    {
        IEnumerable<string> methods = typeof(IMailAdministration).GetMethods(BindingFlags.Public | BindingFlags.Instance).Select(method => method.Name);

        Assert.Equal(methods.Order(), ControlMethods.All.Select(method => method.Name).Order());
    }

    [Fact]
    public void Only_methods_that_change_nothing_are_asked_again_of_another_owner()
    {
        string[] reading = ["Get", "Test", "Read", "Trace", "Watch"];

        Assert.All(ControlMethods.All, method =>
            Assert.Equal(reading.Any(verb => method.Name.StartsWith(verb, StringComparison.Ordinal)), method.IsRead));
    }
}
