"""Who may come in at an address.

public         everybody gets the page
signed-in      strangers are led to the sign-in page, everybody else comes in
own            only Haru; everybody else, staff too, is told that there is no such thing
filed          Haru, and staff who may see the case (a file, a letter)
department     staff who may see the case; nobody else, not even the applicant
staff          everybody who works for the city
counter        staff who work with residents
auditor        auditors and administrators
administrator  administrators
token          the API: nobody without a token
flow           sign-in's own pages: where they lead depends on what was done before; only never to an error
prepares       staff who may prepare data: everybody but auditors
publisher      staff of the department that publishes the data set, and administrators
chief          heads and administrators
duty           whoever was given a duty for ideas; nobody of these people was
"""

PUBLIC, SIGNED_IN, OWN, FILED, DEPARTMENT = "public", "signed-in", "own", "filed", "department"
STAFF, COUNTER, AUDITOR, ADMINISTRATOR, TOKEN, FLOW = "staff", "counter", "auditor", "administrator", "token", "flow"
PREPARES, PUBLISHER, CHIEF, DUTY = "prepares", "publisher", "chief", "duty"
