"""What a respondent may ask of the office: to be told the finding, to object once, and a note where it is not true."""
