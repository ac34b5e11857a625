"""The terms of reform.ttl, closed: a mistyped term is an AttributeError, and an error to the type checker.

Written by `python -m ontology.generate`; do not edit.
"""

from __future__ import annotations

from typing import Final

from rdflib import URIRef

NAMESPACE: Final = "https://w3id.org/reformgraph/ontology#"


class RG:
    """The ontology's own terms, by their local names."""

    ActionStep: Final = URIRef(NAMESPACE + "ActionStep")
    """Action step (class)."""
    Agency: Final = URIRef(NAMESPACE + "Agency")
    """Agency (class)."""
    AgencyChange: Final = URIRef(NAMESPACE + "AgencyChange")
    """Agency change (class)."""
    AgencyClass: Final = URIRef(NAMESPACE + "AgencyClass")
    """Class of agencies (class)."""
    AgencyFunction: Final = URIRef(NAMESPACE + "AgencyFunction")
    """Agency function (class)."""
    Area: Final = URIRef(NAMESPACE + "Area")
    """Area (class)."""
    Batch: Final = URIRef(NAMESPACE + "Batch")
    """Batch (class)."""
    Cell: Final = URIRef(NAMESPACE + "Cell")
    """Cell (class)."""
    Claim: Final = URIRef(NAMESPACE + "Claim")
    """Claim (class)."""
    Collaboration: Final = URIRef(NAMESPACE + "Collaboration")
    """Collaboration (class)."""
    Deadline: Final = URIRef(NAMESPACE + "Deadline")
    """Deadline (class)."""
    Domain: Final = URIRef(NAMESPACE + "Domain")
    """Domain (class)."""
    Enterprise: Final = URIRef(NAMESPACE + "Enterprise")
    """Enterprise (class)."""
    Evidence: Final = URIRef(NAMESPACE + "Evidence")
    """Evidence (class)."""
    ExtractionRun: Final = URIRef(NAMESPACE + "ExtractionRun")
    """Extraction run (class)."""
    FirstClaim: Final = URIRef(NAMESPACE + "FirstClaim")
    """Claim of being first (class)."""
    Force: Final = URIRef(NAMESPACE + "Force")
    """Force (class)."""
    FunctionalZone: Final = URIRef(NAMESPACE + "FunctionalZone")
    """Functional zone (class)."""
    HarmonisedDomain: Final = URIRef(NAMESPACE + "HarmonisedDomain")
    """Harmonised domain (class)."""
    Instrument: Final = URIRef(NAMESPACE + "Instrument")
    """Instrument (class)."""
    Judgement: Final = URIRef(NAMESPACE + "Judgement")
    """Judgement (class)."""
    JudgingModel: Final = URIRef(NAMESPACE + "JudgingModel")
    """Judging model (class)."""
    LineageClaim: Final = URIRef(NAMESPACE + "LineageClaim")
    """Lineage claim (class)."""
    LineageKind: Final = URIRef(NAMESPACE + "LineageKind")
    """Kind of lineage (class)."""
    LineageStatement: Final = URIRef(NAMESPACE + "LineageStatement")
    """Lineage statement (class)."""
    Link: Final = URIRef(NAMESPACE + "Link")
    """Link (class)."""
    LinkRun: Final = URIRef(NAMESPACE + "LinkRun")
    """Link run (class)."""
    MeasureFamily: Final = URIRef(NAMESPACE + "MeasureFamily")
    """Measure family (class)."""
    MeasureRow: Final = URIRef(NAMESPACE + "MeasureRow")
    """Measure row (class)."""
    Mechanism: Final = URIRef(NAMESPACE + "Mechanism")
    """Mechanism (class)."""
    MechanismKind: Final = URIRef(NAMESPACE + "MechanismKind")
    """Kind of mechanism (class)."""
    NamedRegion: Final = URIRef(NAMESPACE + "NamedRegion")
    """Named region (class)."""
    OriginClaim: Final = URIRef(NAMESPACE + "OriginClaim")
    """Origin claim (class)."""
    PolicyDocument: Final = URIRef(NAMESPACE + "PolicyDocument")
    """Policy document (class)."""
    Proposal: Final = URIRef(NAMESPACE + "Proposal")
    """Proposal (class)."""
    Reader: Final = URIRef(NAMESPACE + "Reader")
    """Reader (class)."""
    ReadingRule: Final = URIRef(NAMESPACE + "ReadingRule")
    """Reading rule (class)."""
    ReformMeasure: Final = URIRef(NAMESPACE + "ReformMeasure")
    """Reform measure (class)."""
    Release: Final = URIRef(NAMESPACE + "Release")
    """Release (class)."""
    Repair: Final = URIRef(NAMESPACE + "Repair")
    """Repair (class)."""
    ReplicationScope: Final = URIRef(NAMESPACE + "ReplicationScope")
    """Replication scope (class)."""
    Responsibility: Final = URIRef(NAMESPACE + "Responsibility")
    """Responsibility (class)."""
    Role: Final = URIRef(NAMESPACE + "Role")
    """Role (class)."""
    Status: Final = URIRef(NAMESPACE + "Status")
    """Status (class)."""
    Target: Final = URIRef(NAMESPACE + "Target")
    """Target (class)."""
    Verdict: Final = URIRef(NAMESPACE + "Verdict")
    """Verdict (class)."""
    ZoneType: Final = URIRef(NAMESPACE + "ZoneType")
    """Zone type (class)."""
    accepted: Final = URIRef(NAMESPACE + "accepted")
    """Accepted (term)."""
    adapts: Final = URIRef(NAMESPACE + "adapts")
    """Adapts (term)."""
    after: Final = URIRef(NAMESPACE + "after")
    """After (term)."""
    ambiguous: Final = URIRef(NAMESPACE + "ambiguous")
    """Ambiguous (term)."""
    areaLevel: Final = URIRef(NAMESPACE + "areaLevel")
    """Area level (term)."""
    assertedReplicatedIn: Final = URIRef(NAMESPACE + "assertedReplicatedIn")
    """Asserted replicated in (term)."""
    basedOn: Final = URIRef(NAMESPACE + "basedOn")
    """Based on (term)."""
    baselineValue: Final = URIRef(NAMESPACE + "baselineValue")
    """Baseline value (term)."""
    before: Final = URIRef(NAMESPACE + "before")
    """Before (term)."""
    bodyColumnRule: Final = URIRef(NAMESPACE + "bodyColumnRule")
    """Column of bodies (term)."""
    bodyWordsRule: Final = URIRef(NAMESPACE + "bodyWordsRule")
    """Words of a role (term)."""
    bound: Final = URIRef(NAMESPACE + "bound")
    """Bound (term)."""
    byteEnd: Final = URIRef(NAMESPACE + "byteEnd")
    """Byte end (exclusive) (term)."""
    byteStart: Final = URIRef(NAMESPACE + "byteStart")
    """Byte start (term)."""
    candidateFor: Final = URIRef(NAMESPACE + "candidateFor")
    """Candidate for (term)."""
    carriedBy: Final = URIRef(NAMESPACE + "carriedBy")
    """Carried by (term)."""
    changeBy: Final = URIRef(NAMESPACE + "changeBy")
    """Change by (term)."""
    changedBody: Final = URIRef(NAMESPACE + "changedBody")
    """Changed body (term)."""
    cites: Final = URIRef(NAMESPACE + "cites")
    """Cites (term)."""
    claimPart: Final = URIRef(NAMESPACE + "claimPart")
    """Claim part (term)."""
    claimProperty: Final = URIRef(NAMESPACE + "claimProperty")
    """Claim property name (term)."""
    claimedExtent: Final = URIRef(NAMESPACE + "claimedExtent")
    """Claimed extent (term)."""
    claimsFirst: Final = URIRef(NAMESPACE + "claimsFirst")
    """Claims to be first (term)."""
    clauses: Final = URIRef(NAMESPACE + "clauses")
    """Clauses (term)."""
    closeName: Final = URIRef(NAMESPACE + "closeName")
    """Close name (term)."""
    column: Final = URIRef(NAMESPACE + "column")
    """Column (term)."""
    comparableTo: Final = URIRef(NAMESPACE + "comparableTo")
    """Comparable to (term)."""
    compared: Final = URIRef(NAMESPACE + "compared")
    """Compared (term)."""
    completed: Final = URIRef(NAMESPACE + "completed")
    """Completed (term)."""
    concernsMeasure: Final = URIRef(NAMESPACE + "concernsMeasure")
    """Concerns measure (term)."""
    content: Final = URIRef(NAMESPACE + "content")
    """Content (term)."""
    cooperatingRole: Final = URIRef(NAMESPACE + "cooperatingRole")
    """Cooperating (term)."""
    coordinatedBy: Final = URIRef(NAMESPACE + "coordinatedBy")
    """Coordinated by (term)."""
    coordinatingRole: Final = URIRef(NAMESPACE + "coordinatingRole")
    """Coordinating (term)."""
    countyTemplate: Final = URIRef(NAMESPACE + "countyTemplate")
    """County template (term)."""
    deadlineRule: Final = URIRef(NAMESPACE + "deadlineRule")
    """Words of a deadline (term)."""
    domainAsPrinted: Final = URIRef(NAMESPACE + "domainAsPrinted")
    """Domain as printed (term)."""
    domainRule: Final = URIRef(NAMESPACE + "domainRule")
    """Domain's column or heading (term)."""
    dueBy: Final = URIRef(NAMESPACE + "dueBy")
    """Due by (term)."""
    edgeType: Final = URIRef(NAMESPACE + "edgeType")
    """Edge type (term)."""
    embeddingModel: Final = URIRef(NAMESPACE + "embeddingModel")
    """Embedding model (term)."""
    encoding: Final = URIRef(NAMESPACE + "encoding")
    """Encoding (term)."""
    endedAt: Final = URIRef(NAMESPACE + "endedAt")
    """Ended at (term)."""
    evidence: Final = URIRef(NAMESPACE + "evidence")
    """Evidence (term)."""
    exactName: Final = URIRef(NAMESPACE + "exactName")
    """Exact name (term)."""
    excludesArea: Final = URIRef(NAMESPACE + "excludesArea")
    """Excludes area (term)."""
    exclusionReason: Final = URIRef(NAMESPACE + "exclusionReason")
    """Exclusion reason (term)."""
    features: Final = URIRef(NAMESPACE + "features")
    """Features (term)."""
    field: Final = URIRef(NAMESPACE + "field")
    """Field (term)."""
    forReference: Final = URIRef(NAMESPACE + "forReference")
    """For reference (term)."""
    force: Final = URIRef(NAMESPACE + "force")
    """Force (term)."""
    forceScheme: Final = URIRef(NAMESPACE + "forceScheme")
    """Force (term)."""
    form: Final = URIRef(NAMESPACE + "form")
    """Form (term)."""
    fromDocument: Final = URIRef(NAMESPACE + "fromDocument")
    """From document (term)."""
    goalKind: Final = URIRef(NAMESPACE + "goalKind")
    """Goal (term)."""
    grade: Final = URIRef(NAMESPACE + "grade")
    """Grade (term)."""
    harmonisedDomainScheme: Final = URIRef(NAMESPACE + "harmonisedDomainScheme")
    """Harmonised domains (term)."""
    hasCell: Final = URIRef(NAMESPACE + "hasCell")
    """Has cell (term)."""
    hasDeadline: Final = URIRef(NAMESPACE + "hasDeadline")
    """Has deadline (term)."""
    hasFunction: Final = URIRef(NAMESPACE + "hasFunction")
    """Has function (term)."""
    hasMember: Final = URIRef(NAMESPACE + "hasMember")
    """Has member (term)."""
    hasScope: Final = URIRef(NAMESPACE + "hasScope")
    """Has scope (term)."""
    hasStatus: Final = URIRef(NAMESPACE + "hasStatus")
    """Has status (term)."""
    hasStep: Final = URIRef(NAMESPACE + "hasStep")
    """Has step (term)."""
    hasTarget: Final = URIRef(NAMESPACE + "hasTarget")
    """Has target (term)."""
    id: Final = URIRef(NAMESPACE + "id")
    """Id (term)."""
    inBatch: Final = URIRef(NAMESPACE + "inBatch")
    """In batch (term)."""
    inDomain: Final = URIRef(NAMESPACE + "inDomain")
    """In domain (term)."""
    inFamily: Final = URIRef(NAMESPACE + "inFamily")
    """In family (term)."""
    inProgress: Final = URIRef(NAMESPACE + "inProgress")
    """In progress (term)."""
    inZoneType: Final = URIRef(NAMESPACE + "inZoneType")
    """In zone type (term)."""
    includesArea: Final = URIRef(NAMESPACE + "includesArea")
    """Includes area (term)."""
    inputsSha256: Final = URIRef(NAMESPACE + "inputsSha256")
    """SHA-256 of the inputs (term)."""
    instrumentKind: Final = URIRef(NAMESPACE + "instrumentKind")
    """Instrument (term)."""
    instrumentRule: Final = URIRef(NAMESPACE + "instrumentRule")
    """Title of an instrument (term)."""
    issued: Final = URIRef(NAMESPACE + "issued")
    """Issued (term)."""
    issuedFor: Final = URIRef(NAMESPACE + "issuedFor")
    """Issued for (term)."""
    issuer: Final = URIRef(NAMESPACE + "issuer")
    """Issuer as printed (term)."""
    judgedAt: Final = URIRef(NAMESPACE + "judgedAt")
    """Judged at (term)."""
    judgedBy: Final = URIRef(NAMESPACE + "judgedBy")
    """Judged by (term)."""
    judgedWith: Final = URIRef(NAMESPACE + "judgedWith")
    """Judged with (term)."""
    judges: Final = URIRef(NAMESPACE + "judges")
    """Judges (term)."""
    jurisdiction: Final = URIRef(NAMESPACE + "jurisdiction")
    """Jurisdiction (term)."""
    leadRole: Final = URIRef(NAMESPACE + "leadRole")
    """Lead (term)."""
    learnsFrom: Final = URIRef(NAMESPACE + "learnsFrom")
    """Learns from (term)."""
    ledBy: Final = URIRef(NAMESPACE + "ledBy")
    """Led by (term)."""
    line: Final = URIRef(NAMESPACE + "line")
    """Line (term)."""
    lineageKind: Final = URIRef(NAMESPACE + "lineageKind")
    """Kind of lineage (term)."""
    lineageKindScheme: Final = URIRef(NAMESPACE + "lineageKindScheme")
    """Kind of lineage (term)."""
    lineageRule: Final = URIRef(NAMESPACE + "lineageRule")
    """Words of lineage (term)."""
    listNumber: Final = URIRef(NAMESPACE + "listNumber")
    """List number (term)."""
    listTitle: Final = URIRef(NAMESPACE + "listTitle")
    """List title (term)."""
    madeBy: Final = URIRef(NAMESPACE + "madeBy")
    """Made by (term)."""
    madeIn: Final = URIRef(NAMESPACE + "madeIn")
    """Made in (term)."""
    mechanismKind: Final = URIRef(NAMESPACE + "mechanismKind")
    """Kind of mechanism (term)."""
    mechanismRule: Final = URIRef(NAMESPACE + "mechanismRule")
    """Words of a mechanism (term)."""
    mechanismScheme: Final = URIRef(NAMESPACE + "mechanismScheme")
    """Mechanisms of reform (term)."""
    metric: Final = URIRef(NAMESPACE + "metric")
    """Metric (term)."""
    modelName: Final = URIRef(NAMESPACE + "modelName")
    """Model name (term)."""
    multiValued: Final = URIRef(NAMESPACE + "multiValued")
    """Multi-valued (term)."""
    nameTemplate: Final = URIRef(NAMESPACE + "nameTemplate")
    """Name template (term)."""
    namesPlace: Final = URIRef(NAMESPACE + "namesPlace")
    """Names place (term)."""
    narrowName: Final = URIRef(NAMESPACE + "narrowName")
    """Narrow name (term)."""
    nodeLabel: Final = URIRef(NAMESPACE + "nodeLabel")
    """Node label (term)."""
    notWithin: Final = URIRef(NAMESPACE + "notWithin")
    """Not within (term)."""
    number: Final = URIRef(NAMESPACE + "number")
    """Number (term)."""
    objectKind: Final = URIRef(NAMESPACE + "objectKind")
    """Object (term)."""
    ongoing: Final = URIRef(NAMESPACE + "ongoing")
    """Ongoing (term)."""
    originRule: Final = URIRef(NAMESPACE + "originRule")
    """Places of origin (term)."""
    originatedIn: Final = URIRef(NAMESPACE + "originatedIn")
    """Originated in (term)."""
    placeBasis: Final = URIRef(NAMESPACE + "placeBasis")
    """Place basis (term)."""
    plansToAmend: Final = URIRef(NAMESPACE + "plansToAmend")
    """Plans to amend (term)."""
    plansToCreate: Final = URIRef(NAMESPACE + "plansToCreate")
    """Plans to create (term)."""
    practiceNamed: Final = URIRef(NAMESPACE + "practiceNamed")
    """Practice named (term)."""
    precision: Final = URIRef(NAMESPACE + "precision")
    """Precision (term)."""
    prefectureTemplate: Final = URIRef(NAMESPACE + "prefectureTemplate")
    """Prefecture template (term)."""
    printed: Final = URIRef(NAMESPACE + "printed")
    """Printed name (term)."""
    printedTemplate: Final = URIRef(NAMESPACE + "printedTemplate")
    """Printed template (term)."""
    promptSha256: Final = URIRef(NAMESPACE + "promptSha256")
    """SHA-256 of the prompt (term)."""
    propertyName: Final = URIRef(NAMESPACE + "propertyName")
    """Property name (term)."""
    proposedAt: Final = URIRef(NAMESPACE + "proposedAt")
    """Proposed at (term)."""
    proposedBy: Final = URIRef(NAMESPACE + "proposedBy")
    """Proposed by (term)."""
    proposedWith: Final = URIRef(NAMESPACE + "proposedWith")
    """Proposed with (term)."""
    proposes: Final = URIRef(NAMESPACE + "proposes")
    """Proposes (term)."""
    provinceTemplate: Final = URIRef(NAMESPACE + "provinceTemplate")
    """Province template (term)."""
    qualifiedName: Final = URIRef(NAMESPACE + "qualifiedName")
    """Qualified name (term)."""
    qualifier: Final = URIRef(NAMESPACE + "qualifier")
    """Qualifier (term)."""
    rawText: Final = URIRef(NAMESPACE + "rawText")
    """Raw text (term)."""
    readDocument: Final = URIRef(NAMESPACE + "readDocument")
    """Read document (term)."""
    readingRuleScheme: Final = URIRef(NAMESPACE + "readingRuleScheme")
    """Reading rule (term)."""
    reason: Final = URIRef(NAMESPACE + "reason")
    """Reason (term)."""
    rejected: Final = URIRef(NAMESPACE + "rejected")
    """Rejected (term)."""
    remark: Final = URIRef(NAMESPACE + "remark")
    """Remark (term)."""
    removal: Final = URIRef(NAMESPACE + "removal")
    """Removal (term)."""
    renamedTo: Final = URIRef(NAMESPACE + "renamedTo")
    """Renamed to (term)."""
    renditionSha256: Final = URIRef(NAMESPACE + "renditionSha256")
    """Sha256 of the text rendition (term)."""
    repairOf: Final = URIRef(NAMESPACE + "repairOf")
    """Repair of (term)."""
    replicates: Final = URIRef(NAMESPACE + "replicates")
    """Replicates (term)."""
    responsibleBody: Final = URIRef(NAMESPACE + "responsibleBody")
    """Responsible body (term)."""
    responsibleRole: Final = URIRef(NAMESPACE + "responsibleRole")
    """Responsible (term)."""
    resultingBody: Final = URIRef(NAMESPACE + "resultingBody")
    """Resulting body (term)."""
    rival: Final = URIRef(NAMESPACE + "rival")
    """Rival (term)."""
    role: Final = URIRef(NAMESPACE + "role")
    """Role (term)."""
    roleEnd: Final = URIRef(NAMESPACE + "roleEnd")
    """End of the role words (term)."""
    roleScheme: Final = URIRef(NAMESPACE + "roleScheme")
    """Role (term)."""
    roleStart: Final = URIRef(NAMESPACE + "roleStart")
    """Start of the role words (term)."""
    roleWords: Final = URIRef(NAMESPACE + "roleWords")
    """Role words (term)."""
    rowOf: Final = URIRef(NAMESPACE + "rowOf")
    """Row of (term)."""
    rule: Final = URIRef(NAMESPACE + "rule")
    """Rule (term)."""
    runBy: Final = URIRef(NAMESPACE + "runBy")
    """Run by (term)."""
    saysLearnt: Final = URIRef(NAMESPACE + "saysLearnt")
    """Says that it learned (term)."""
    saysReferring: Final = URIRef(NAMESPACE + "saysReferring")
    """Says what it refers to (term)."""
    saysUpgraded: Final = URIRef(NAMESPACE + "saysUpgraded")
    """Says that it upgrades (term)."""
    scopeRule: Final = URIRef(NAMESPACE + "scopeRule")
    """Column of scopes (term)."""
    score: Final = URIRef(NAMESPACE + "score")
    """Score (term)."""
    serves: Final = URIRef(NAMESPACE + "serves")
    """Serves (term)."""
    sha256: Final = URIRef(NAMESPACE + "sha256")
    """Sha256 of the file (term)."""
    sharedName: Final = URIRef(NAMESPACE + "sharedName")
    """Shared name (term)."""
    sharedWords: Final = URIRef(NAMESPACE + "sharedWords")
    """Shared words (term)."""
    statedIn: Final = URIRef(NAMESPACE + "statedIn")
    """Stated in (term)."""
    statesLineage: Final = URIRef(NAMESPACE + "statesLineage")
    """States lineage (term)."""
    statusRule: Final = URIRef(NAMESPACE + "statusRule")
    """Words of a status (term)."""
    statusScheme: Final = URIRef(NAMESPACE + "statusScheme")
    """Status (term)."""
    stepOf: Final = URIRef(NAMESPACE + "stepOf")
    """Step of (term)."""
    subordinateTo: Final = URIRef(NAMESPACE + "subordinateTo")
    """Subordinate to (term)."""
    supportedBy: Final = URIRef(NAMESPACE + "supportedBy")
    """Supported by (term)."""
    targetRule: Final = URIRef(NAMESPACE + "targetRule")
    """Figures of a target (term)."""
    targetValue: Final = URIRef(NAMESPACE + "targetValue")
    """Target value (term)."""
    text: Final = URIRef(NAMESPACE + "text")
    """Text (term)."""
    textPattern: Final = URIRef(NAMESPACE + "textPattern")
    """Text pattern (term)."""
    title: Final = URIRef(NAMESPACE + "title")
    """Title (term)."""
    toReplicate: Final = URIRef(NAMESPACE + "toReplicate")
    """To be replicated (term)."""
    uncertain: Final = URIRef(NAMESPACE + "uncertain")
    """Uncertain (term)."""
    undecided: Final = URIRef(NAMESPACE + "undecided")
    """Undecided (term)."""
    unit: Final = URIRef(NAMESPACE + "unit")
    """Unit (term)."""
    upgrades: Final = URIRef(NAMESPACE + "upgrades")
    """Upgrades (term)."""
    upheld: Final = URIRef(NAMESPACE + "upheld")
    """Upheld (term)."""
    usesMechanism: Final = URIRef(NAMESPACE + "usesMechanism")
    """Uses mechanism (term)."""
    valueType: Final = URIRef(NAMESPACE + "valueType")
    """Value type (term)."""
    verdict: Final = URIRef(NAMESPACE + "verdict")
    """Verdict (term)."""
    verdictComparable: Final = URIRef(NAMESPACE + "verdictComparable")
    """Comparable (term)."""
    verdictDifferent: Final = URIRef(NAMESPACE + "verdictDifferent")
    """Different (term)."""
    verdictRelated: Final = URIRef(NAMESPACE + "verdictRelated")
    """Related (term)."""
    verdictSame: Final = URIRef(NAMESPACE + "verdictSame")
    """Same (term)."""
    verdictScheme: Final = URIRef(NAMESPACE + "verdictScheme")
    """Verdict (term)."""
    verdictUnsure: Final = URIRef(NAMESPACE + "verdictUnsure")
    """Unsure (term)."""
    version: Final = URIRef(NAMESPACE + "version")
    """Version (term)."""
    weights: Final = URIRef(NAMESPACE + "weights")
    """Weights (term)."""
    weightsSha256: Final = URIRef(NAMESPACE + "weightsSha256")
    """SHA-256 of the weights (term)."""
    within: Final = URIRef(NAMESPACE + "within")
    """Within (term)."""
    workMeasures: Final = URIRef(NAMESPACE + "workMeasures")
    """Work measures (term)."""
