-- To be taken in also means to be deceived.

update corrections set outcome = 'accepted' where outcome = 'taken in';
update corrections set outcome = 'not accepted' where outcome = 'not taken in';
