/** Whether the page is the offline file: then there is nothing beside it, neither pages nor an address on the web. */
declare const __ONE_FILE__: boolean;
