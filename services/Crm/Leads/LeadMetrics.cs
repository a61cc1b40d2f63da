using System.Diagnostics.Metrics;

namespace Teg.Platform.Crm.Leads;

internal sealed class LeadMetrics(IMeterFactory meters)
{
    private readonly Counter<long> leads = meters.Create("Teg.Crm.Leads").CreateCounter<long>("teg.crm.leads", "{lead}", "Leads that an enquiry made or changed.");

    public void Received(int changed) => leads.Add(changed);
}
