"""What-ifs (规则试算): limits that ran, computed under another limit, calendar or table of rules before it is published."""
